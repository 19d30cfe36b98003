import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const STDERR_KEPT = 64 * 1024;

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Run {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<ProcessEnd>;
  readonly output: { stdout: string; stderr: string };
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
}

function start(args: readonly string[], options: CommandOptions): Run {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CHATPULSE_'));
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr = (output.stderr + text).slice(-STDERR_KEPT);
  });
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...output,
  }));
  return { child, ended, output };
}

/** Runs a command of the product to its end. */
export function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<ProcessEnd> {
  return start(args, options).ended;
}

/** `chatpulse up`, or a role, in a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves with the address when it serves; rejects with its output when it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<ProcessEnd>;
  /** How it ended; undefined while it runs. */
  end(): ProcessEnd | undefined;
  /** SIGKILL: no code of the process runs any more. */
  kill(): Promise<ProcessEnd>;
  /** SIGTERM: it drains. */
  stop(): Promise<ProcessEnd>;
  /** JSON of a GET, or of a POST where there is a body. */
  ask(path: string, body?: unknown): Promise<unknown>;
  /** What it has written to standard error lately. */
  stderr(): string;
  /** Resolves when it has written more to it; rejects when it ends. */
  tells(): Promise<void>;
  /** The same of standard output, all of it. */
  stdout(): string;
  prints(): Promise<void>;
}

export function startServer(
  dataDir: string,
  options: CommandOptions & { readonly port?: number } = {},
): ServerProcess {
  return startLasting(
    ['up', '--data', dataDir, '--port', String(options.port ?? 0)],
    /running at (\S+)\n/,
    options,
  );
}

/** A command that goes on until it is stopped; `ready` resolves with what the pattern's group finds in its output. */
export function startLasting(
  args: readonly string[],
  readyLine: RegExp,
  options: CommandOptions,
): ServerProcess {
  const run = start(args, options);
  const { child } = run;
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = readyLine.exec(run.output.stdout)?.[1];
      if (found) resolve(found);
    });
    void run.ended.then((end) =>
      reject(new Error(`the server ended: ${end.code ?? end.signal}\n${end.stderr}`)),
    );
  });
  // Whoever does not ask for it must not be ended by it.
  ready.catch(() => undefined);

  let hasEnded: ProcessEnd | undefined;
  void run.ended.then((end) => {
    hasEnded = end;
  });

  function more(output: Readable): Promise<void> {
    return Promise.race([
      once(output, 'data').then(() => undefined),
      run.ended.then(() => Promise.reject(new Error('the process has ended'))),
    ]);
  }

  async function endBy(signal: NodeJS.Signals): Promise<ProcessEnd> {
    child.kill(signal);
    return run.ended;
  }

  return {
    pid: child.pid ?? -1,
    ready,
    ended: run.ended,
    end: () => hasEnded,
    kill: () => endBy('SIGKILL'),
    stop: () => endBy('SIGTERM'),
    async ask(path, body) {
      const url = await ready;
      const answer = await fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { origin: url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
    stderr: () => run.output.stderr,
    tells: () => more(child.stderr),
    stdout: () => run.output.stdout,
    prints: () => more(child.stdout),
  };
}
