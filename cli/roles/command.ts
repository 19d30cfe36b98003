import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { systemClock } from '../../core/clock.ts';
import { readConfig } from '../../core/config.ts';
import { measuredLog } from '../../core/telemetry/measured-log.ts';
import { startProcessTelemetry } from '../../core/telemetry/process-telemetry.ts';
import { RECORDINGS_FOLDER } from '../../producers/replay/recordings.ts';
import { tellLogLines, tellParts, tellStores } from '../process-figures.ts';
import { openProcessLogs } from '../process-logs.ts';
import { untilStopped } from '../until-stopped.ts';
import { VERSION } from '../version.ts';
import type { ObservedElement } from '../../core/health/element.ts';
import type { StoreProbe } from '../../core/health/store-probe.ts';
import { probeStores, type ProbesOptions } from '../health/probes.ts';
import { processIdentity } from '../health/process-identity.ts';
import { reportHealth } from '../health/report-health.ts';
import { startHealthServer } from './health-server.ts';
import { watchLog } from './log-probe.ts';
import type { RunningPart } from './part.ts';
import { PARTS_OF_ROLE, ROLES, startRole, type Role, type RoleContext } from './roles.ts';
import { openServers } from './servers.ts';

const HELP = `
Roles: producers   captures what is watched (each broadcast by one process; another takes over when that one dies)
       processors  analyze, windows, words and alerts
       sinks       archive (MongoDB), metrics and boards (InfluxDB), and notify (Slack, e-mail)
       gateway     pages, REST and WebSocket
       all         all of them in this process
Any number of processes of each role share the work.

Servers: CHATPULSE_LOG=kafka://host:port,…  CHATPULSE_ARCHIVE=mongodb://…  CHATPULSE_METRICS=influxdb://…
         CHATPULSE_REGISTRY_URL=http://…  (docs/many-machines.md). Run \`chatpulse setup\` once before.
Without servers, in one process: chatpulse up.

Ends on Ctrl+C or SIGTERM after what is under way is durable.

Examples:
  chatpulse run all
  chatpulse run processors --only analyze --health-port 9101`;

interface RunOptions {
  readonly only?: readonly string[];
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly healthPort?: string;
}

export function registerRun(program: Command): void {
  program
    .command('run')
    .description('run one role over Kafka, MongoDB and InfluxDB')
    .addArgument(new Argument('<role>', 'what this process does').choices([...ROLES, 'all']))
    .addOption(
      new Option('--only <names>', 'only these parts of the role, e.g. analyze or archive').argParser(
        namesOf,
      ),
    )
    .option('--data <folder>', 'folder for recordings and caches (CHATPULSE_DATA_DIR, default ./data)')
    .option('--host <address>', 'address to listen at (CHATPULSE_HOST, default 127.0.0.1)')
    .option('--port <number>', 'port of the gateway (CHATPULSE_PORT, default 8080)')
    .option('--health-port <number>', 'port of /livez, /readyz and /metrics (CHATPULSE_HEALTH_PORT)')
    .addHelpText('after', HELP)
    .action(async (role: Role | 'all', options: RunOptions) => {
      await run(role === 'all' ? [...ROLES] : [role], options);
    });
}

async function run(roles: readonly Role[], options: RunOptions): Promise<void> {
  const wanted = wantedParts(roles, options.only);
  const config = readConfig({
    ...process.env,
    ...(options.data && { CHATPULSE_DATA_DIR: options.data }),
    ...(options.host && { CHATPULSE_HOST: options.host }),
    ...(options.port && { CHATPULSE_PORT: options.port }),
    ...(options.healthPort && { CHATPULSE_HEALTH_PORT: options.healthPort }),
  });
  const name = roles.length > 1 ? 'all' : (roles[0] ?? 'all');
  const logs = openProcessLogs(config, name);
  const { logger } = logs;
  const clock = systemClock;
  mkdirSync(join(config.dataDir, RECORDINGS_FOLDER), { recursive: true });
  const { stopped, signal } = untilStopped();
  let starting = true;
  const parts: RunningPart[] = [
    {
      health: () => (starting ? [{ name: 'start', state: 'failed', detail: 'not all parts run yet' }] : []),
      close: async () => undefined,
    },
  ];
  const telemetry = startProcessTelemetry({
    clock,
    logger,
    role: name,
    version: VERSION,
    statsd: config.notices.statsd,
    enabled: config.telemetry.enabled,
  });
  const { meter } = telemetry;
  tellLogLines(meter, logs.logs);
  tellParts(meter, () => parts.flatMap((part) => part.health()));
  const probes: StoreProbe[] = [];
  const storeElements = (): readonly ObservedElement[] => probes.flatMap((probe) => probe.elements());
  tellStores(meter, storeElements);
  const undo: (() => Promise<void>)[] = [() => logs.close(), () => telemetry.close()];
  try {
    if (config.healthPort !== undefined) {
      const { host } = config;
      const health = await startHealthServer({ host, port: config.healthPort, parts: () => parts, meter });
      undo.push(() => health.close());
      process.stdout.write(`Health of ${name} at http://${host}:${health.port}/readyz\n`);
    }
    const probing = (stores: Pick<ProbesOptions, 'log' | 'archive' | 'metrics' | 'registryUrl'>): void => {
      const probe = probeStores({ ...stores, clock, logger });
      probes.push(probe);
      undo.push(async () => probe.close());
    };
    // Before the servers are opened, which waits for it.
    if (config.registryUrl !== undefined) probing({ registryUrl: config.registryUrl });
    const servers = await openServers({
      config,
      clientId: `chatpulse-${name}-${process.pid}`,
      clock,
      logger,
      signal,
    });
    undo.push(() => servers.close());
    const probe = watchLog({ log: servers.log, clock, logger });
    parts.push(probe);
    undo.push(() => probe.close());
    const identity = processIdentity(name, clock.now());
    const context = {
      config,
      processId: identity.processId,
      servers: { ...servers, log: measuredLog(servers.log, meter.telemetry) },
      clock,
      logger,
      health: () => parts,
      meter,
      logs,
    };
    const all = startRoles(roles, wanted, context, (part) => {
      parts.push(part);
      undo.push(() => part.close());
    });
    // Told to stop, nobody waits for a start any more, which may be waiting for brokers itself; closing the log ends it.
    all.catch(() => undefined);
    if ((await Promise.race([all, stopped])) !== 'stopped') {
      probing({
        log: servers.log,
        ...(wanted.has('archive') || wanted.has('gateway') ? { archive: await servers.archive() } : {}),
        ...(wanted.has('metrics') || wanted.has('gateway') ? { metrics: await servers.metrics() } : {}),
      });
      const telling = reportHealth({
        process: identity,
        log: servers.log,
        codec: servers.codec,
        clock,
        logger,
        parts: () => [...parts, { elements: storeElements }],
      });
      undo.push(() => telling.stop());
      starting = false;
      process.stdout.write(`Chatpulse runs ${[...wanted].join(', ')}. Stop with Ctrl+C.\n`);
      logger.info({ parts: [...wanted] }, 'ready');
    }
    await stopped;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const close of undo.reverse())
      await close().catch((error: unknown) => logger.error({ err: error }, 'a part could not be closed'));
  }
  logger.info('stopped');
  process.exit();
}

async function startRoles(
  roles: readonly Role[],
  wanted: ReadonlySet<string>,
  context: RoleContext,
  started: (part: RunningPart) => void,
): Promise<'started'> {
  for (const role of roles) for (const part of await startRole(role, wanted, context)) started(part);
  return 'started';
}

/** @throws InvalidArgumentError for a part that is none of these roles' */
function wantedParts(roles: readonly Role[], only: readonly string[] | undefined): ReadonlySet<string> {
  const all = roles.flatMap((role) => PARTS_OF_ROLE[role]);
  const unknown = only?.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`--only ${unknown}: this role has ${all.join(', ')}.`);
  return new Set(only ?? all);
}

function namesOf(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}
