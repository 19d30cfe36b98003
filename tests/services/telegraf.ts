import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, freePort, runToEnd, spawnLogged, waitUntil } from './support.ts';

const VERSION = '1.37.2';
/** What the settings in compose/telegraf use, and no more: the whole would take long to build. */
const PLUGINS = [
  'inputs.statsd',
  'inputs.cpu',
  'inputs.mem',
  'inputs.disk',
  'inputs.docker',
  'inputs.internal',
  'outputs.influxdb',
  'parsers.influx',
  'serializers.influx',
];
/** The settings of the stack; copied along to where the compiler puts this file. */
const SETTINGS = resolve(import.meta.dirname, '../../compose/telegraf');

export interface TestTelegraf {
  /** Where it takes StatsD, over UDP. */
  readonly port: number;
  readonly pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts Telegraf with the settings of compose/. Needs `go` the first time. */
export async function startTelegraf(options: {
  /** The folder for the log of the process. */
  readonly dir: string;
  /** `http://host:port` of InfluxDB. */
  readonly influxUrl: string;
  /** `tcp://host:port` of an engine of containers: its figures are gathered too. */
  readonly dockerEndpoint?: string;
}): Promise<TestTelegraf> {
  mkdirSync(options.dir, { recursive: true });
  const binary = await fetchTelegraf();
  const port = await freePort();
  const { dockerEndpoint } = options;
  const files = ['telegraf.conf', ...(dockerEndpoint === undefined ? [] : ['docker.conf'])];
  const args = files.flatMap((file) => ['--config', join(SETTINGS, file)]);
  const server = spawnLogged(binary, args, {
    cwd: options.dir,
    logFile: join(options.dir, 'telegraf.log'),
    env: {
      STATSD_ADDRESS: `127.0.0.1:${port}`,
      INFLUX_URL: options.influxUrl,
      INFLUX_USER: '',
      INFLUX_PASSWORD: '',
      ...(dockerEndpoint !== undefined && { DOCKER_ENDPOINT: dockerEndpoint }),
    },
  });
  // It makes its database when it has connected, before it takes anything.
  await waitUntil(() => hasDatabase(options.influxUrl), server, 'Telegraf');
  return { port, pid: server.pid, stop: (signal) => server.stop(signal) };
}

async function hasDatabase(influxUrl: string): Promise<boolean> {
  const answer = await fetch(`${influxUrl}/query?q=SHOW+DATABASES`);
  return (await answer.text()).includes('"chatpulse_health"');
}

/** Built beside its place first, so that a build that was broken off does no harm. */
async function fetchTelegraf(): Promise<string> {
  // One that was built with other plugins is another one.
  const plugins = createHash('sha256').update(PLUGINS.join()).digest('hex').slice(0, 8);
  const folder = cacheFolder(`telegraf-${VERSION}-${plugins}`);
  const binary = join(folder, 'telegraf');
  if (existsSync(binary)) return binary;
  const work = mkdtempSync(join(folder, 'build-'));
  try {
    const module = `github.com/influxdata/telegraf/cmd/telegraf@v${VERSION}`;
    await runToEnd(
      'env',
      [
        'CGO_ENABLED=0',
        `GOBIN=${work}`,
        'go',
        'install',
        '-trimpath',
        '-ldflags=-s -w',
        '-tags',
        `custom,${PLUGINS.join()}`,
        module,
      ],
      { cwd: work, logFile: join(folder, 'build.log') },
    );
    renameSync(join(work, 'telegraf'), binary);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return binary;
}
