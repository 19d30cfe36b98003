import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { dataFiles, type DataFiles } from '../../core/data-folder.ts';
import { createCodec, type ChatpulseEvent } from '../../core/events/codec.ts';
import { openEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import type { AppendRecord, EventLog } from '../../core/log/port.ts';
import { runProcessor } from '../../core/runtime/run-processor.ts';
import { runSink } from '../../core/runtime/run-sink.ts';
import { runAnalyze } from '../../processors/analyze/run-analyze.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { wordsProcessor } from '../../processors/words/words.ts';
import { archiveSink } from '../../sinks/archive/archive-sink.ts';
import { openEmbeddedArchive } from '../../sinks/archive/embedded/embedded-archive.ts';
import { openEmbeddedMetrics } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import { metricsSink } from '../../sinks/metrics/metrics-sink.ts';
import { plainAnalyzer } from './plain-analyzer.ts';

export type RunningPart = 'analyze' | 'windows' | 'words' | 'archive' | 'metrics';

const ALL_PARTS: readonly RunningPart[] = ['analyze', 'windows', 'words', 'archive', 'metrics'];

/** A data folder that the real processors and sinks fill, all in this thread, with a clock turned by hand. */
export interface MadeFolder {
  readonly dataDir: string;
  readonly files: DataFiles;
  /** The log's append time for what comes next, ms since 1970. */
  now: number;
  /** Appends events, each to the topic given under its broadcast. */
  append(topic: string, events: readonly ChatpulseEvent[]): Promise<void>;
  appendRecords(records: readonly AppendRecord[]): Promise<void>;
  /** Runs these parts (default: all) until nothing is left to do, then stops them. */
  process(parts?: readonly RunningPart[]): Promise<void>;
}

const codec = createCodec();

export function makeDataFolder(options: { readonly now: number }): MadeFolder {
  return openDataFolder(mkdtempSync(join(tmpdir(), 'chatpulse-made-')), options.now);
}

/** Goes on with a folder that was made before; the clock stands where its log ends. */
export function reopenDataFolder(dataDir: string): MadeFolder {
  const reader = openLogReader(dataFiles(dataDir).log);
  const now = Math.max(...reader.partitions().map(({ lastAppend }) => lastAppend));
  reader.close();
  return openDataFolder(dataDir, now);
}

function openDataFolder(dataDir: string, now: number): MadeFolder {
  const files = dataFiles(dataDir);

  /** Stays open from the first append to the end of the next processing. */
  let log: EventLog | undefined;
  const openLog = (): EventLog => (log ??= openEmbeddedLog({ file: files.log, now: () => folder.now }));

  const folder: MadeFolder = {
    dataDir,
    files,
    now,
    append: (topic, events) =>
      folder.appendRecords(
        events.map((event) => ({ topic, key: keyOf(event), value: codec.encode(event.type, event.data) })),
      ),
    async appendRecords(records) {
      await openLog().append(records);
    },
    async process(parts = ALL_PARTS) {
      await runParts(openLog(), files, parts);
      await log?.close();
      log = undefined;
    },
  };
  return folder;
}

async function runParts(log: EventLog, files: DataFiles, parts: readonly RunningPart[]): Promise<void> {
  const options = { log, codec, clock: hastyClock, logger: pino({ level: 'silent' }) };
  const archive = openEmbeddedArchive({ file: files.archive });
  const metrics = openEmbeddedMetrics({ file: files.metrics });
  const start = {
    analyze: () => runAnalyze({ ...options, analyzer: plainAnalyzer }),
    windows: () => runProcessor(windowsProcessor, options),
    words: () => runProcessor(wordsProcessor, options),
    archive: () => runSink(archiveSink(archive, { keepsPositions: true }), options),
    metrics: () => runSink(metricsSink(metrics, { keepsPositions: true }), options),
  };
  // One after the other in the order of the data: each reads what the one before has written.
  for (const part of ALL_PARTS) {
    if (!parts.includes(part)) continue;
    const reader = await start[part]();
    await reader.whenCaughtUp();
    await reader.close();
  }
  await archive.close();
  await metrics.close();
}

/** Lets the runtime's timers come at once: nothing here depends on how long they take. */
const hastyClock: Clock = {
  now: () => Date.now(),
  after(_ms, callback) {
    const timer = setTimeout(callback, 1);
    return () => clearTimeout(timer);
  },
};

function keyOf({ data }: ChatpulseEvent): string {
  if ('message' in data) return data.message.broadcastId;
  if ('broadcastId' in data) return data.broadcastId;
  return 'channelId' in data ? data.channelId : '';
}
