import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../core/config.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import { createKafkaLog } from '../../core/log/kafka/kafka-log.ts';
import type { EventLog } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { inspectMongoArchive } from '../../sinks/archive/mongodb/inspect.ts';
import { openInfluxMetrics } from '../../sinks/metrics/influxdb/influx-metrics.ts';
import type { MetricPoint, MetricStore } from '../../sinks/metrics/port.ts';
import { kafkaOptions, schemaIdsOf, serverSettings } from '../roles/servers.ts';
import { broadcastsOf, copyServerLog } from './copied-log.ts';
import { copyStores } from './copied-stores.ts';
import { logSource } from './embedded-log-source.ts';
import type { Snapshots, StorePosition } from './sources.ts';
import { storedWindows } from './stored-windows.ts';

const TRIES = 5;

export interface ServerSnapshotsOptions {
  readonly config: Config;
  readonly onProgress: (what: string, done: number, total: number) => void;
}

/**
 * Copies what Kafka, MongoDB and InfluxDB hold into a folder of its own and gives the checks one view of it. The stores
 * keep no positions with their rows, so they can only be judged while nothing moves: the positions of the sinks are
 * read before and after, and all is read again where they differ.
 * @throws ChatpulseError CHATPULSE_VERIFY_MOVING where the stores are written to all the time
 */
export async function openServerSnapshots(options: ServerSnapshotsOptions): Promise<Snapshots> {
  const settings = serverSettings(options.config);
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-verify-'));
  const connections: { close(): Promise<void> }[] = [];
  const opened = <T extends { close(): Promise<void> }>(one: T): T => {
    connections.push(one);
    return one;
  };
  try {
    const log = opened(createKafkaLog({ ...kafkaOptions(settings.log), clientId: 'chatpulse-verify' }));
    const archive = opened(await inspectMongoArchive(settings.archiveUrl));
    const metrics = opened(await openInfluxMetrics({ url: settings.metricsUrl }));
    const ids = await schemaIdsOf(options.config);
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const before = await sinkPositions(log);
      const file = join(folder, `log-${attempt}.db`);
      await copyServerLog({
        log,
        file,
        ids,
        onProgress: (done, total) => options.onProgress('records of the log', done, total),
      });
      const reader = openLogReader(file);
      const stores = await copyStores({
        file: join(folder, `stores-${attempt}.db`),
        messages: counted(archive.messages(), (done) =>
          options.onProgress('messages of the archive', done, 0),
        ),
        words: archive.words(),
        windows: windowsOf(metrics, broadcastsOf(logSource(reader))),
        position: (sink, topic, partition) => before.get(`${sink}\n${topic}\n${partition}`),
      });
      const closeFiles = (): void => {
        stores.close();
        reader.close();
      };
      if (isDeepStrictEqual(before, await sinkPositions(log)))
        return {
          take: () => ({ log: logSource(reader), archive: stores.archive, metrics: stores.metrics }),
          close() {
            closeFiles();
            rmSync(folder, { recursive: true, force: true });
          },
        };
      closeFiles();
    }
    throw new ChatpulseError('CHATPULSE_VERIFY_MOVING', {
      message: `The stores were written to during each of ${TRIES} readings.`,
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    for (const one of connections.reverse()) await one.close();
  }
}

/** How far the sinks have committed, by sink, topic and partition. */
async function sinkPositions(log: EventLog): Promise<Map<string, StorePosition>> {
  const positions = new Map<string, StorePosition>();
  for (const sink of ['archive', 'metrics'])
    for (const commit of await log.committed(groupOf(sink))) {
      const point = fromCommit(commit);
      positions.set(`${sink}\n${commit.topic}\n${commit.partition}`, {
        nextOffset: point?.readTo ?? commit.offset,
        stamp: point?.stamp ?? -1,
      });
    }
  return positions;
}

async function* windowsOf(metrics: MetricStore, broadcasts: Iterable<string>): AsyncGenerator<MetricPoint> {
  for (const broadcast of broadcasts)
    for (const size of ['10s', '1m'] as const) yield* storedWindows(metrics, broadcast, size);
}

async function* counted<T>(rows: AsyncIterable<T>, tell: (done: number) => void): AsyncGenerator<T> {
  let done = 0;
  for await (const row of rows) {
    yield row;
    done += 1;
    if (done % 1_000 === 0) tell(done);
  }
}
