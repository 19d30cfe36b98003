import { writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { systemClock } from '../../core/clock.ts';
import type { Config } from '../../core/config.ts';
import { holdDataFolder, type HeldFolder } from '../../core/data-folder.ts';
import { createCodec } from '../../core/events/codec.ts';
import { sourceElements } from '../../core/health/sources.ts';
import { connectByPort } from '../../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { startLogWriter } from '../../core/log/embedded/writer-host.ts';
import type { EventLog } from '../../core/log/port.ts';
import { measuredLog } from '../../core/telemetry/measured-log.ts';
import type { Meter } from '../../core/telemetry/meter.ts';
import { startProcessTelemetry } from '../../core/telemetry/process-telemetry.ts';
import { createGateway, type Gateway } from '../../gateway/gateway.ts';
import type { ChatSource } from '../../producers/port.ts';
import { startCanarySender } from '../../producers/canary/sender.ts';
import { createSources } from '../../producers/registry.ts';
import { captureSettings } from '../source-settings.ts';
import { createSupervisor, type Supervisor } from '../../producers/supervisor.ts';
import { VERSION } from '../version.ts';
import { gatewayParts } from '../gateway-parts.ts';
import { collectThreads, tellLogLines, tellParts, tellSources, tellStores } from '../process-figures.ts';
import type { ProcessLogs } from '../process-logs.ts';
import { probeStores } from '../health/probes.ts';
import { processIdentity } from '../health/process-identity.ts';
import { reportHealth } from '../health/report-health.ts';
import { startNotices } from '../notices/notices.ts';
import { createHealthWatch, type HealthWatch } from './health.ts';
import { startPartThreads, type PartThreads } from './part-threads.ts';
import { remoteArchive, remoteMetrics } from './remote-stores.ts';
import { gatewaySourceStatus } from './source-status.ts';

const SIGN_OF_LIFE_MS = 10_000;
/** A part that does not close by itself does not keep the process from ending. */
const STOP_PATIENCE_MS = 15_000;

export interface EmbeddedServerOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Recordings outside the recordings folder that the command line named. */
  readonly extraRecordings?: ReadonlyMap<string, string>;
  /** The log that `logger` writes to, where its level and its file are the process's. */
  readonly logs?: ProcessLogs;
}

/** Everything in one process: sockets here, and the log, the analysis, the projections and the queries in threads. */
export interface EmbeddedServer {
  readonly url: string;
  /** Resolves with the reason when the server cannot go on. */
  readonly failed: Promise<Error>;
  /** Resolves when everything that is in the log now is analysed, counted and archived. */
  whenCaughtUp(): Promise<void>;
  /** Drains: no more is captured, what was captured is made durable, then all is closed. */
  stop(): Promise<void>;
}

/** @throws ChatpulseError when the folder is held or unwritable, a file is damaged, or the port is taken */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { config, logger } = options;
  const folder = holdDataFolder(config.dataDir);
  reportUncleanEnd(folder, logger);
  const undo: (() => Promise<void> | void)[] = [() => folder.release()];
  try {
    const telemetry = startProcessTelemetry({
      clock: systemClock,
      logger,
      role: 'all',
      version: VERSION,
      statsd: config.notices.statsd,
      enabled: config.telemetry.enabled,
    });
    undo.push(() => telemetry.close());
    return await startParts({ ...options, folder, undo, meter: telemetry.meter });
  } catch (error) {
    await closeAll(undo, logger);
    throw error;
  }
}

interface StartContext extends EmbeddedServerOptions {
  readonly meter: Meter;
  readonly folder: HeldFolder;
  /** What has been started so far, newest last: how to close it. */
  readonly undo: (() => Promise<void> | void)[];
}

async function startParts(context: StartContext): Promise<EmbeddedServer> {
  const { config, logger, folder, undo } = context;
  const { files } = folder;
  const writer = await startLogWriter({ file: files.log, retentionDays: config.retentionDays });
  undo.push(() => writer.close());
  const { meter } = context;
  const log = measuredLog(
    createEmbeddedLog({ file: files.log, connection: connectByPort(writer.connect()) }),
    meter.telemetry,
  );
  undo.push(() => log.close());
  const identity = processIdentity('all', systemClock.now());
  const { processId } = identity;
  const threads = await startPartThreads({
    files,
    connect: () => writer.connect(),
    config,
    logger,
    processId,
    copyLine: context.logs?.copyLine,
  });
  undo.push(() => threads.close());
  const reporting = [threads.analysis, threads.projections];
  context.logs?.onLevel((level) => Promise.all(reporting.map((thread) => thread.setLogLevel(level))));
  undo.push(collectThreads(meter, reporting, systemClock));
  const sources = createSources({ ...captureSettings(config), extraRecordings: context.extraRecordings });
  const supervisor = await startSupervisor(context, log, sources);
  undo.push(() => supervisor.stop());
  tellSources(meter, () => supervisor.status());
  const health = createHealthWatch({ threads, supervisor, clock: systemClock });
  undo.push(() => health.close());
  tellParts(meter, () => health.report().parts);
  if (context.logs) tellLogLines(meter, context.logs.logs);

  const gateway = makeGateway(context, { log, threads, supervisor, health, sources, processId });
  undo.push(() => gateway.close());
  const { url } = await gateway.listen();
  const stores = probeStores({
    log,
    archive: remoteArchive(threads.queries),
    metrics: remoteMetrics(threads.queries),
    clock: systemClock,
    logger,
  });
  undo.push(() => stores.close());
  tellStores(meter, () => stores.elements());
  const canary = startCanarySender({
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
    processId,
    everyMs: config.canarySeconds * 1_000,
  });
  undo.push(() => canary.close());
  const notices = await startNotices({
    config,
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
    meter,
    ownUrl: () => url,
    health: () => health.report().parts,
  });
  undo.push(() => notices.close());
  health.add(notices);
  const captures = { elements: () => sourceElements(processId, supervisor.status()) };
  const telling = reportHealth({
    process: identity,
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
    parts: () => [captures, canary, health, gateway, stores],
  });
  undo.push(() => telling.stop());
  writeFileSync(files.server, JSON.stringify({ url, pid: process.pid, version: VERSION }));
  const signs = setInterval(() => folder.signOfLife(), SIGN_OF_LIFE_MS);
  undo.push(() => clearInterval(signs));
  logger.info({ url, dataDir: config.dataDir, version: VERSION }, 'ready');

  return {
    url,
    failed: Promise.race([writer.failed, threads.died]).then((error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') folder.noteOutOfMemory();
      return error;
    }),
    async whenCaughtUp() {
      await threads.analysis.whenCaughtUp();
      await threads.projections.whenCaughtUp();
    },
    stop: () => closeAll(undo, logger),
  };
}

async function startSupervisor(
  { config, logger }: StartContext,
  log: EventLog,
  sources: readonly ChatSource[],
): Promise<Supervisor> {
  const supervisor = createSupervisor({
    log,
    codec: createCodec(),
    sources,
    clock: systemClock,
    ledgerFile: config.ledgerFile,
    logger: logger.child({ part: 'producers' }),
  });
  await supervisor.start();
  return supervisor;
}

interface GatewayParts {
  readonly log: EventLog;
  readonly threads: PartThreads;
  readonly supervisor: Supervisor;
  readonly health: HealthWatch;
  readonly sources: readonly ChatSource[];
  readonly processId: string;
}

function makeGateway(
  context: StartContext,
  { log, threads, supervisor, health, sources, processId }: GatewayParts,
): Gateway {
  const { config, logger } = context;
  return createGateway({
    log,
    codec: createCodec(),
    archive: remoteArchive(threads.queries),
    metrics: remoteMetrics(threads.queries),
    analyze: threads.analysis.analyze,
    explain: threads.analysis.explain,
    sourceStatus: () => gatewaySourceStatus(supervisor.status()),
    ...gatewayParts(config, sources),
    processId,
    clock: systemClock,
    logger: logger.child({ part: 'gateway' }),
    health: () => health.report(),
    meter: context.meter,
    ...(context.logs && { logLevel: context.logs.control }),
  });
}

async function closeAll(undo: (() => Promise<void> | void)[], logger: Logger): Promise<void> {
  for (const close of undo.splice(0).reverse()) {
    const patience = new Promise<'late'>((resolve) => setTimeout(resolve, STOP_PATIENCE_MS, 'late').unref());
    try {
      if ((await Promise.race([close(), patience])) === 'late') logger.warn('a part did not close in time');
    } catch (error) {
      logger.error({ err: error }, 'a part could not be closed');
    }
  }
}

function reportUncleanEnd({ uncleanEnd }: HeldFolder, logger: Logger): void {
  if (!uncleanEnd) return;
  const { lastAliveAt, rss, outOfMemory, pid } = uncleanEnd;
  logger.warn(
    { lastAliveAt: new Date(lastAliveAt).toISOString(), rssMb: Math.round(rss / 1e6), outOfMemory, pid },
    outOfMemory
      ? 'the last run ended because memory ran out; nothing that was accepted is lost'
      : 'the last run ended without a shutdown (a crash, a kill or a power cut); nothing that was accepted is lost',
  );
}
