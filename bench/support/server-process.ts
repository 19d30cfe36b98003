import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuSeconds, residentBytes } from './proc.ts';

/** As `npm start` does. */
const START_FLAGS = [
  '--max-old-space-size=224',
  '--max-semi-space-size=4',
  '--single-threaded-gc',
  '--v8-pool-size=1',
];
const MAIN = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** The built product as a process of its own, on a data folder of its own and a free port. */
export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** ms from the start of the process to its answer that it is running. */
  readonly startMs: number;
  /** Resident memory now, bytes. */
  rss(): number;
  /** CPU seconds used so far by each thread, most first. */
  threadCpu(): readonly number[];
  stop(): Promise<void>;
}

/** @param profile folder for a CPU profile of every thread, for a browser's developer tools; default: BENCH_PROFILE */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  profile = process.env.BENCH_PROFILE,
): Promise<ServerProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatpulse-bench-'));
  const started = performance.now();
  const flags = [...START_FLAGS, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])];
  const child = spawn(process.execPath, [...flags, MAIN, 'up', '--port', '0', '--data', dataDir], {
    env: { ...process.env, CHATPULSE_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  const pid = child.pid ?? 0;
  return {
    url,
    dataDir,
    pid,
    startMs: performance.now() - started,
    rss: () => residentBytes(pid),
    threadCpu: () => threadCpu(pid),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      const found = /running at (http:\S+)/.exec(seen);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
  });
}

/** CPU seconds of each thread, most first. */
function threadCpu(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .map((tid) => cpuSeconds(`/proc/${pid}/task/${tid}/stat`))
    .sort((a, b) => b - a);
}
