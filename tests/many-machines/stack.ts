import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lagOf } from '../services/lag.ts';
import { readConfig } from '../../core/config.ts';
import { createKafkaLog } from '../../core/log/kafka/kafka-log.ts';
import type { EventLog } from '../../core/log/port.ts';
import { READERS, type ReaderName } from '../../cli/readers.ts';
import type { Role } from '../../cli/roles/roles.ts';
import type { VerifyReport } from '../../cli/verify/report.ts';
import { openServerSnapshots } from '../../cli/verify/server-snapshots.ts';
import { verifyData } from '../../cli/verify/verify-data.ts';
import { runCommand, startLasting, type ServerProcess } from '../faults/server-process.ts';
import { startAllServers, type AllServersOptions } from '../services/all-servers.ts';
import type { RunningKafka } from '../services/kafka.ts';

/** A server that a test takes away and gives back. */
export interface Away {
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

/** Servers of a test's own, and the roles on them as real processes. */
export interface Stack {
  readonly kafka: RunningKafka;
  readonly registry: Away;
  readonly mongo: Away;
  readonly influx: Away;
  /** Settings of every role. */
  readonly env: Readonly<Record<string, string>>;
  readonly ledgerFile: string;
  readonly log: EventLog;
  /** `chatpulse setup`; done once already. */
  setUp(): Promise<void>;
  start(role: Role | 'all', options?: StartOptions): ServerProcess;
  /** Resolves when every part has dealt with all that is in the log, but for those that do not run here. */
  caughtUp(without?: readonly ReaderName[]): Promise<void>;
  /** Against the ledger, unless there is none. */
  verify(options?: { readonly ledger?: boolean }): Promise<VerifyReport>;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly only?: string;
  /** Of a gateway; any free one by default. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the servers and runs `chatpulse setup` on them. */
export async function startStack(
  options: Omit<AllServersOptions, 'dir'> & { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-stack-'));
  const servers = await startAllServers({ ...options, dir: folder });
  const { kafka, registry, mongo, influx } = servers;
  const env = { ...servers.settings, CHATPULSE_LOG_LEVEL: 'warn', ...options.env };
  const log = createKafkaLog({ brokers: kafka.brokers, clientId: 'chatpulse-test' });
  const running = new Set<ServerProcess>();
  let started = 0;
  let crashed: (error: Error) => void = () => undefined;
  /** Rejects when a process ends with an error: what waits for its work need not wait longer. */
  const crash = new Promise<never>((_resolve, reject) => {
    crashed = reject;
  });
  crash.catch(() => undefined);

  async function close(): Promise<void> {
    await Promise.all([...running].map((process) => process.kill()));
    await log.close();
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }

  async function setUp(): Promise<void> {
    const end = await runCommand(['setup', '--yes', '--replication', String(options.brokers ?? 1)], { env });
    if (end.code !== 0) throw new Error(`setup failed\n${end.stdout}${end.stderr}`);
  }

  await setUp().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const ledgerFile = join(folder, 'ledger.txt');

  return {
    kafka,
    registry,
    mongo,
    influx,
    env,
    ledgerFile,
    log,
    setUp,
    start(role, { only, port = 0, env: more } = {}) {
      started += 1;
      // A machine of its own: nothing but the servers is shared.
      const dataDir = join(folder, `data-${started}`);
      mkdirSync(dataDir, { recursive: true });
      const process = startLasting(
        [
          'run',
          role,
          '--data',
          dataDir,
          '--port',
          String(port),
          ...(only === undefined ? [] : ['--only', only]),
        ],
        role === 'gateway' || role === 'all' ? /running at (\S+)\n/ : /Chatpulse (runs) /,
        { env: { ...env, CHATPULSE_LEDGER: ledgerFile, ...more } },
      );
      running.add(process);
      void process.ended.then(({ code, stderr }) => {
        running.delete(process);
        if (code) crashed(new Error(`${role} ended with ${code}: ${stderr.slice(-4_000)}`));
      });
      return process;
    },
    async caughtUp(without = []) {
      for (const { part, topics } of READERS.filter((one) => !without.includes(one.part))) {
        const behind = (): Promise<number> => lagOf(log, part, topics);
        await Promise.race([untilCaughtUp(behind, part), crash]).catch((error: unknown) => {
          // The end of a long message may be all that is kept of it.
          const said = [...running].map((one) => one.stderr().slice(-2_000));
          throw new Error([...said, String(error)].join('\n'), { cause: error });
        });
      }
    },
    verify: async ({ ledger = true } = {}) =>
      verifyData({
        snapshots: await openServerSnapshots({ config: readConfig(env), onProgress: () => undefined }),
        ...(ledger && { ledgerFile }),
      }),
    close,
  };
}

/** How long a part may stand still, ms: pauses between tries grow to 10 s, and a busy machine starts servers slowly. */
const STILL_MS = 60_000;

/** Resolves when nothing is left; rejects when it has not become less for a minute, and tells how it went until then. */
async function untilCaughtUp(behind: () => Promise<number>, part: string): Promise<void> {
  const began = Date.now();
  const course: string[] = [];
  let least = Infinity;
  let lessAt = began;
  for (;;) {
    let unread: unknown;
    const lag = await behind().catch((error: unknown) => {
      unread = error;
      return Infinity;
    });
    if (lag === 0) return;
    const now = Date.now();
    if (lag < least) {
      least = lag;
      lessAt = now;
      course.push(`${lag} after ${Math.round((now - began) / 1_000)} s`);
    }
    if (now - lessAt > STILL_MS)
      throw new Error(`${part} stands still, ${lag} records behind: ${course.slice(-10).join(', ')}`, {
        cause: unread,
      });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What an event resolves to; rejects when it does not come in time. */
export async function inTime<T>(event: Promise<T>, what: string, timeoutMs = 60_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), timeoutMs);
  });
  try {
    return await Promise.race([event, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until the answer is true: for what only an answer over HTTP or of the brokers tells. */
export async function until(done: () => Promise<boolean>, what: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      if (await done()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
