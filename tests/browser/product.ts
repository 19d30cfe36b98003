import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The built product as a process of its own, with a data folder that can outlive it. */
export interface Product {
  readonly url: string;
  readonly dataDir: string;
  /** Has a broadcast captured; a recording is played at `speed`. Answers its id. */
  watch(url: string, speed?: string | number): Promise<string>;
  /** Ends the process as an operator does; the folder stays. */
  stop(): Promise<void>;
  /** Starts it again at the same address, on the same folder. */
  start(): Promise<void>;
  /** Ends the process and removes the folder. */
  remove(): Promise<void>;
}

export interface ProductOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the recordings folder: name and lines. */
  readonly recordings?: Readonly<Record<string, readonly object[]>>;
}

export async function startProduct({ env = {}, recordings = {} }: ProductOptions = {}): Promise<Product> {
  if (!existsSync(MAIN)) throw new Error('The product is not built: run `npm run build` first.');
  const dataDir = mkdtempSync(join(tmpdir(), 'chatpulse-browser-'));
  for (const [name, lines] of Object.entries(recordings)) {
    const file = join(dataDir, 'recordings', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  const port = await freePort();
  let process: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    process = await launch({ ...env, CHATPULSE_DATA_DIR: dataDir, CHATPULSE_PORT: String(port) });
  };
  const stop = async (): Promise<void> => {
    const running = process;
    process = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await gone;
  };

  await start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    dataDir,
    async watch(address, speed) {
      const answer = await fetch(`${url}/api/broadcasts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: address, speed }),
      });
      if (!answer.ok) throw new Error(`${address} is not watched: ${await answer.text()}`);
      return ((await answer.json()) as { id: string }).id;
    },
    start,
    stop,
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Resolves when the process says that it is running; rejects with what it wrote when it ends before. */
function launch(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, 'up'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      written += chunk.toString();
      if (written.includes('Chatpulse is running at')) resolve(child);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The product ended with code ${code}:\n${written}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
