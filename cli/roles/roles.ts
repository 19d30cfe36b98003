import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { plural } from '../../core/plural.ts';
import type { Meter } from '../../core/telemetry/meter.ts';
import type { Config } from '../../core/config.ts';
import { sourceElements } from '../../core/health/sources.ts';
import type { ProcessorDefinition } from '../../core/runtime/processor.ts';
import { runProcessor } from '../../core/runtime/run-processor.ts';
import { runSink, type SinkDefinition } from '../../core/runtime/run-sink.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { createAnalyzerAndExplainer, type AnalyzerAndExplainer } from '../../language/index.ts';
import { rememberingAnalyzer } from '../../language/remembering-analyzer.ts';
import { runAlerts } from '../../processors/alerts/run-alerts.ts';
import { runAnalyze } from '../../processors/analyze/run-analyze.ts';
import { tellScores } from '../../processors/analyze/tell-scores.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { wordsProcessor } from '../../processors/words/words.ts';
import { startCanarySender } from '../../producers/canary/sender.ts';
import { createSources } from '../../producers/registry.ts';
import { captureSettings, sourceSettings } from '../source-settings.ts';
import { createSupervisor } from '../../producers/supervisor.ts';
import { archiveSink } from '../../sinks/archive/archive-sink.ts';
import { boardsSink } from '../../sinks/metrics/boards-sink.ts';
import { metricsSink } from '../../sinks/metrics/metrics-sink.ts';
import type { PartHealth } from '../../gateway/options.ts';
import { gatewayParts } from '../gateway-parts.ts';
import { tellSources } from '../process-figures.ts';
import { READERS } from '../readers.ts';
import type { ProcessLogs } from '../process-logs.ts';
import { startNotices } from '../notices/notices.ts';
import { keepReading } from './lasting-reader.ts';
import type { RunningPart } from './part.ts';
import type { Servers } from './servers.ts';

export const ROLES = ['producers', 'processors', 'sinks', 'gateway'] as const;
export type Role = (typeof ROLES)[number];

/** What may be named by `--only`, by role. */
export const PARTS_OF_ROLE: Readonly<Record<Role, readonly string[]>> = {
  producers: ['producers'],
  processors: ['analyze', 'windows', 'words', 'alerts'],
  sinks: ['archive', 'metrics', 'boards', 'notify'],
  gateway: ['gateway'],
};

export interface RoleContext {
  readonly config: Config;
  readonly servers: Servers;
  readonly clock: Clock;
  readonly logger: Logger;
  /** This run of this process. */
  readonly processId: string;
  /** The health of everything in this process besides the gateway itself. */
  readonly health: () => readonly RunningPart[];
  readonly meter: Meter;
  readonly logs: ProcessLogs;
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
        parts.push(analysing(context, await loadAnalyzer()));
      }
      const projections = { lingerMs: LINGER_MS, maxRecords: PROJECTION_RECORDS };
      if (wanted.has('windows')) parts.push(processing(context, windowsProcessor, projections));
      if (wanted.has('words')) parts.push(processing(context, wordsProcessor, projections));
      if (wanted.has('alerts')) parts.push(alerting(context));
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
      if (wanted.has('boards')) parts.push(sinking(context, boardsSink(await servers.metrics())));
      if (wanted.has('notify')) {
        const health = (): readonly PartHealth[] => context.health().flatMap((part) => part.health());
        parts.push(await startNotices({ ...context, ...servers, health }));
      }
      return parts;
    }
  }
}

async function loadAnalyzer(): Promise<AnalyzerAndExplainer> {
  const { analyzer, ...rest } = await createAnalyzerAndExplainer();
  return { analyzer: rememberingAnalyzer(analyzer, { capacity: REMEMBERED_TEXTS }), ...rest };
}

function processing(
  { servers: { log, codec }, clock, logger, meter: { telemetry } }: RoleContext,
  definition: ProcessorDefinition,
  more: { readonly lingerMs?: number; readonly maxRecords?: number },
): RunningPart {
  return keepReading({
    name: definition.name,
    clock,
    logger,
    start: () => runProcessor(definition, { log, codec, clock, logger, telemetry, ...more }),
  });
}

function analysing(
  { servers: { log, codec }, clock, logger, processId, meter: { telemetry } }: RoleContext,
  { analyzer, drainScores: drain }: AnalyzerAndExplainer,
): RunningPart {
  const scores = tellScores({ log, codec, clock, logger, processId, drain });
  const reading = keepReading({
    name: 'analyze',
    clock,
    logger,
    start: () => runAnalyze({ analyzer, log, codec, clock, logger, telemetry }),
  });
  return {
    ...reading,
    async close() {
      await scores.close();
      await reading.close();
    },
  };
}

/** Somebody waits for an alert: nothing is gathered. */
function alerting({
  servers: { log, codec },
  clock,
  logger,
  meter: { telemetry },
}: RoleContext): RunningPart {
  return keepReading({
    name: 'alerts',
    clock,
    logger,
    start: () => runAlerts({ log, codec, clock, logger, telemetry, readers: READERS }),
  });
}

function sinking(
  { servers: { log, codec }, clock, logger, meter: { telemetry } }: RoleContext,
  sink: SinkDefinition,
): RunningPart {
  return keepReading({
    name: sink.name,
    clock,
    logger,
    start: () =>
      runSink(sink, {
        log,
        codec,
        clock,
        logger,
        telemetry,
        lingerMs: LINGER_MS,
        maxRecords: PROJECTION_RECORDS,
      }),
  });
}

async function startProducers({
  servers,
  config,
  clock,
  logger,
  processId,
  meter,
}: RoleContext): Promise<RunningPart> {
  const supervisor = createSupervisor({
    log: servers.log,
    codec: servers.codec,
    sources: createSources(captureSettings(config)),
    clock,
    ledgerFile: config.ledgerFile,
    logger: logger.child({ part: 'producers' }),
  });
  await supervisor.start();
  tellSources(meter, () => supervisor.status());
  const canary = startCanarySender({
    log: servers.log,
    codec: servers.codec,
    clock,
    logger,
    processId,
    everyMs: config.canarySeconds * 1_000,
  });
  return {
    health() {
      const captures = supervisor.status();
      const away = captures.find((source) => source.logAway !== null);
      const running = captures.filter(({ state }) => state !== 'ended' && state !== 'failed');
      return [
        away
          ? { name: 'producers', state: 'failed', detail: away.logAway }
          : {
              name: 'producers',
              state: 'ok',
              detail: `${running.length} ${plural(running.length, 'capture')}`,
            },
      ];
    },
    elements: () => [...sourceElements(processId, supervisor.status()), ...canary.elements()],
    close: async () => {
      canary.close();
      await supervisor.stop();
    },
  };
}

async function startGateway(context: RoleContext): Promise<RunningPart> {
  const { servers, config, clock, logger, health, processId, meter, logs } = context;
  const { analyzer, explainer } = await loadAnalyzer();
  const sources = createSources(sourceSettings(config));
  const gateway = createGateway({
    log: servers.log,
    codec: servers.codec,
    archive: await servers.archive(),
    metrics: await servers.metrics(),
    analyze: async (text, emotes) => analyzer.analyze(text, emotes),
    explain: async (text, emotes, rules) => explainer().explain(text, emotes, { ...(rules && { rules }) }),
    ...gatewayParts(config, sources),
    processId,
    readers: READERS,
    clock,
    logger: logger.child({ part: 'gateway' }),
    health: () => ({ parts: health().flatMap((part) => part.health()) }),
    meter,
    logLevel: logs.control,
  });
  const { url } = await gateway.listen();
  process.stdout.write(`Chatpulse gateway is running at ${url}\n`);
  return {
    health: () => [],
    elements: () => gateway.elements(),
    responses: () => gateway.responses(),
    close: () => gateway.close(),
  };
}
