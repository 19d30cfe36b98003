import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { Config } from '../../core/config.ts';
import type { ProcessorDefinition } from '../../core/runtime/processor.ts';
import { runProcessor } from '../../core/runtime/run-processor.ts';
import { runSink, type SinkDefinition } from '../../core/runtime/run-sink.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { createAnalyzerAndExplainer, type AnalyzerAndExplainer } from '../../language/index.ts';
import { rememberingAnalyzer } from '../../language/remembering-analyzer.ts';
import { analyzeProcessor } from '../../processors/analyze/analyze.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { wordsProcessor } from '../../processors/words/words.ts';
import { createSources } from '../../producers/registry.ts';
import { createSupervisor } from '../../producers/supervisor.ts';
import { archiveSink } from '../../sinks/archive/archive-sink.ts';
import { metricsSink } from '../../sinks/metrics/metrics-sink.ts';
import { gatewayParts } from '../gateway-parts.ts';
import { keepReading } from './lasting-reader.ts';
import type { RunningPart } from './part.ts';
import type { Servers } from './servers.ts';

export const ROLES = ['producers', 'processors', 'sinks', 'gateway'] as const;
export type Role = (typeof ROLES)[number];

/** What may be named by `--only`, by role. */
export const PARTS_OF_ROLE: Readonly<Record<Role, readonly string[]>> = {
  producers: ['producers'],
  processors: ['analyze', 'windows', 'words'],
  sinks: ['archive', 'metrics'],
  gateway: ['gateway'],
};

export interface RoleContext {
  readonly config: Config;
  readonly servers: Servers;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The health of everything in this process besides the gateway itself. */
  readonly health: () => readonly RunningPart[];
}

/** About 4 MB of answers. */
const REMEMBERED_TEXTS = 4096;
/** Nobody waits for a projection as for the live chat: a tenth of a second gathers many small batches into one. */
const LINGER_MS = 100;
/** Kafka answers a fetch with whole batches: larger ones cost less a record. */
const PROJECTION_RECORDS = 2_000;

/** Starts the parts of a role that are wanted. */
export async function startRole(
  role: Role,
  wanted: ReadonlySet<string>,
  context: RoleContext,
): Promise<RunningPart[]> {
  const { servers } = context;
  switch (role) {
    case 'producers':
      return [await startProducers(context)];
    case 'gateway':
      return [await startGateway(context)];
    case 'processors': {
      const parts: RunningPart[] = [];
      if (wanted.has('analyze')) {
        const { analyzer } = await loadAnalyzer();
        parts.push(processing(context, analyzeProcessor(analyzer), {}));
      }
      const projections = { lingerMs: LINGER_MS, maxRecords: PROJECTION_RECORDS };
      if (wanted.has('windows')) parts.push(processing(context, windowsProcessor, projections));
      if (wanted.has('words')) parts.push(processing(context, wordsProcessor, projections));
      return parts;
    }
    case 'sinks': {
      const parts: RunningPart[] = [];
      if (wanted.has('archive')) {
        const archive = await servers.archive({ keeping: true });
        parts.push(sinking(context, archiveSink(archive, { keepsPositions: false })));
      }
      if (wanted.has('metrics')) {
        const metrics = await servers.metrics();
        parts.push(sinking(context, metricsSink(metrics, { keepsPositions: false, hours: true })));
      }
      return parts;
    }
  }
}

async function loadAnalyzer(): Promise<AnalyzerAndExplainer> {
  const { analyzer, explainer } = await createAnalyzerAndExplainer();
  return { analyzer: rememberingAnalyzer(analyzer, { capacity: REMEMBERED_TEXTS }), explainer };
}

function processing(
  { servers: { log, codec }, clock, logger }: RoleContext,
  definition: ProcessorDefinition,
  more: { readonly lingerMs?: number; readonly maxRecords?: number },
): RunningPart {
  return keepReading({
    name: definition.name,
    clock,
    logger,
    start: () => runProcessor(definition, { log, codec, clock, logger, ...more }),
  });
}

function sinking({ servers: { log, codec }, clock, logger }: RoleContext, sink: SinkDefinition): RunningPart {
  return keepReading({
    name: sink.name,
    clock,
    logger,
    start: () =>
      runSink(sink, { log, codec, clock, logger, lingerMs: LINGER_MS, maxRecords: PROJECTION_RECORDS }),
  });
}

async function startProducers({ servers, config, clock, logger }: RoleContext): Promise<RunningPart> {
  const { dataDir, twitchChatUrl, ledgerFile } = config;
  const supervisor = createSupervisor({
    log: servers.log,
    codec: servers.codec,
    sources: createSources({ dataDir, twitchChatUrl }),
    clock,
    ledgerFile,
    logger: logger.child({ part: 'producers' }),
  });
  await supervisor.start();
  return {
    health() {
      const captures = supervisor.status();
      const away = captures.find((source) => source.logAway !== null);
      return [
        away
          ? { name: 'producers', state: 'failed', detail: away.logAway }
          : { name: 'producers', state: 'ok', detail: `${captures.length} captures` },
      ];
    },
    close: () => supervisor.stop(),
  };
}

async function startGateway({ servers, config, clock, logger, health }: RoleContext): Promise<RunningPart> {
  const { analyzer, explainer } = await loadAnalyzer();
  const { dataDir, twitchChatUrl } = config;
  const sources = createSources({ dataDir, twitchChatUrl });
  const gateway = createGateway({
    log: servers.log,
    codec: servers.codec,
    archive: await servers.archive(),
    metrics: await servers.metrics(),
    analyze: async (text, emotes) => analyzer.analyze(text, emotes),
    explain: async (text, emotes) => explainer().explain(text, emotes),
    // What the captures say of themselves is in `broadcast.events`; their processes tell the rest by their own probes.
    sourceStatus: () => [],
    ...gatewayParts(config, sources),
    clock,
    logger: logger.child({ part: 'gateway' }),
    health: () => ({ parts: health().flatMap((part) => part.health()) }),
  });
  const { url } = await gateway.listen();
  process.stdout.write(`Chatpulse gateway is running at ${url}\n`);
  return { health: () => [], close: () => gateway.close() };
}
