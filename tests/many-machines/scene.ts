import { expect } from 'vitest';
import type { Role } from '../../cli/roles/roles.ts';
import type { VerifyReport } from '../../cli/verify/report.ts';
import { CHANNEL, startLoad, type Load } from '../faults/load.ts';
import type { ProcessEnd, ServerProcess } from '../faults/server-process.ts';
import { inTime, startStack, until, type Stack } from './stack.ts';

/** A watched broadcast that is captured under load, with one process per role to begin with. */
export interface Scene {
  readonly stack: Stack;
  readonly load: Load;
  readonly roles: Readonly<Record<Role, ServerProcess[]>>;
  readonly broadcastId: string;
  /** One more process of a role; resolves when it runs. */
  add(role: Role): Promise<ServerProcess>;
  /** Kills the first process of a role, and starts another one in its place. */
  replace(role: Role): Promise<void>;
  /** @throws Error that names each process of a role that has ended by itself, how, and what it said last */
  expectRunning(): void;
  /** Ends the load and the watch, waits for every part, and verifies against the ledger. */
  finish(): Promise<VerifyReport>;
  close(): Promise<void>;
}

export interface SceneOptions {
  /** Messages per second. */
  readonly rate: number;
  readonly seed: number;
  readonly brokers?: 1 | 3;
  readonly brokerSettings?: Readonly<Record<string, string>>;
  readonly producers?: number;
}

export async function startScene(options: SceneOptions): Promise<Scene> {
  const { brokers = 1, brokerSettings = {} } = options;
  const stack = await startStack({ brokers, brokerSettings });
  const load = await startLoad({ rate: options.rate, seed: options.seed });
  const roles: Record<Role, ServerProcess[]> = { producers: [], processors: [], sinks: [], gateway: [] };

  async function add(role: Role): Promise<ServerProcess> {
    const process = stack.start(role, { env: load.env });
    roles[role].push(process);
    await process.ready;
    return process;
  }

  function expectRunning(): void {
    const dead = Object.entries(roles).flatMap(([role, processes]) =>
      processes.flatMap((one) => {
        const end = one.end();
        return end === undefined ? [] : [`${role} (${one.pid}) ended: ${obituary(end)}`];
      }),
    );
    if (dead.length > 0) throw new Error(dead.join('\n'));
  }

  async function close(): Promise<void> {
    await load.close();
    await stack.close();
  }

  try {
    await Promise.all((['producers', 'processors', 'sinks', 'gateway'] as const).map((role) => add(role)));
    for (let more = 1; more < (options.producers ?? 1); more += 1) await add('producers');
    const { id } = (await roles.gateway[0]?.ask('/api/broadcasts', {
      url: `https://www.twitch.tv/${CHANNEL}`,
    })) as { id: string };
    await inTime(load.simulator.connected(1), 'the capture to begin');
    return {
      stack,
      load,
      roles,
      broadcastId: id,
      add,
      expectRunning,
      async replace(role) {
        expectRunning();
        await roles[role].shift()?.kill();
        // What a gateway serves is asked of another one; everything else goes on by itself.
        const next = stack.start(role, { env: load.env });
        roles[role].push(next);
        if (role === 'gateway') await next.ready;
      },
      async finish() {
        expectRunning();
        await load.quiet();
        await roles.gateway[0]?.ask(`/api/broadcasts/${id}/stop`, {});
        await until(
          async () => (await stateOf(roles.gateway[0], id)) === 'ended',
          'the broadcast to end',
          60_000,
        );
        await stack.caughtUp();
        expectRunning();
        return stack.verify();
      },
      close,
    };
  } catch (error) {
    const said = Object.entries(roles).map(
      ([role, list]) => `${role}: ${list.map((one) => one.stderr().slice(-2_000)).join('\n')}`,
    );
    await close();
    throw new Error(`the scene could not be set\n${said.join('\n')}`, { cause: error });
  }
}

/** How a process ended, and its last lines. */
function obituary({ code, signal, stdout, stderr }: ProcessEnd): string {
  const last = `${stdout}${stderr}`.trimEnd().split('\n').slice(-15);
  return [`exit code ${code ?? 'none'}, signal ${signal ?? 'none'}`, ...last].join('\n  ');
}

async function stateOf(gateway: ServerProcess | undefined, id: string): Promise<string> {
  return ((await gateway?.ask(`/api/broadcasts/${id}`)) as { state: string }).state;
}

/** Nothing lost, nothing doubled, and the ledger was not empty. Answers what was checked, by rule. */
export function expectClean(report: VerifyReport, atLeast: number): Readonly<Record<string, number>> {
  expect(report.problems).toEqual([]);
  expect(report.pending).toEqual({});
  expect(report.unprovable).toEqual({});
  const checked = Object.fromEntries(report.rules.map((rule) => [rule.rule, rule.checked]));
  expect(checked['ledger']).toBeGreaterThan(atLeast);
  expect(checked['archived']).toBeGreaterThan(atLeast);
  return checked;
}
