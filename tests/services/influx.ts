import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runServer, type TestServer, type TestServerOptions } from './mongo.ts';
import { freePorts, runToEnd, spawnLogged } from './support.ts';

/** Starts InfluxDB 1.x of the distribution, which is installed where it is missing (that needs root). */
export async function startInflux(
  options: TestServerOptions & {
    /** Asks every request for a user, of whom the first is to be made as an administrator. */
    readonly auth?: boolean;
  },
): Promise<TestServer> {
  const { dir, auth = false } = options;
  mkdirSync(dir, { recursive: true });
  const logFile = join(dir, 'influxd.log');
  if (!isInstalled())
    await runToEnd('apt-get', ['install', '-y', '--no-install-recommends', 'influxdb', 'influxdb-client'], {
      cwd: dir,
      logFile,
    });
  const [free = 0, backupPort = 0] = await freePorts(2);
  const port = options.port ?? free;
  const config = join(dir, 'influxd.conf');
  writeFileSync(config, settings({ dir, port, backupPort, auth }));
  return runServer(`influxdb://127.0.0.1:${port}/chatpulse`, port, () =>
    spawnLogged('influxd', ['run', '-config', config], { cwd: dir, logFile }),
  );
}

function isInstalled(): boolean {
  try {
    execFileSync('influxd', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function settings({
  dir,
  port,
  backupPort,
  auth,
}: {
  readonly dir: string;
  readonly port: number;
  readonly backupPort: number;
  readonly auth: boolean;
}): string {
  const path = (name: string): string => JSON.stringify(join(dir, name));
  return `reporting-disabled = true
bind-address = "127.0.0.1:${backupPort}"
[meta]
dir = ${path('meta')}
[data]
dir = ${path('data')}
wal-dir = ${path('wal')}
index-version = "inmem"
query-log-enabled = false
[http]
bind-address = "127.0.0.1:${port}"
auth-enabled = ${auth}
log-enabled = false
[monitor]
store-enabled = false
[continuous_queries]
enabled = false
[logging]
level = "warn"
`;
}
