import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PipelineHealth } from '../../gateway/http/health-shapes.ts';
import type { ServerProcess } from '../faults/server-process.ts';
import { startStack, until, type Away, type Stack } from './stack.ts';

/** What the product owes: an element that is gone is named within so many ms, on any gateway. */
const NAMED_WITHIN_MS = 15_000;
const CLEARED_WITHIN_MS = 60_000;
const UNWELL: readonly string[] = ['degraded', 'failed', 'silent'];

let stack: Stack;
let gateway: ServerProcess;
const roles = new Map<string, ServerProcess>();

async function run(name: string, role: Parameters<Stack['start']>[0], only?: string): Promise<ServerProcess> {
  const started = stack.start(role, only === undefined ? {} : { only });
  roles.set(name, started);
  await started.ready;
  return started;
}

async function health(): Promise<PipelineHealth> {
  return (await gateway.ask('/api/health')) as PipelineHealth;
}

/** Of the gateway, as Prometheus reads them. */
async function metrics(): Promise<string> {
  return (await fetch(`${await gateway.ready}/metrics`)).text();
}

async function stateOf(id: string): Promise<string> {
  return (await health()).elements.find((element) => element.id === id)?.state ?? 'unknown';
}

async function named(is: (health: PipelineHealth) => boolean, what: string): Promise<number> {
  const since = Date.now();
  await until(async () => is(await health()), `${what} to be named`, NAMED_WITHIN_MS);
  return Date.now() - since;
}

async function isWell(): Promise<void> {
  await until(
    async () => {
      const { state, logAway } = await health();
      return state === 'ok' && logAway === null;
    },
    'all to be well again',
    CLEARED_WITHIN_MS,
  );
}

const unwell =
  (id: string) =>
  ({ elements }: PipelineHealth): boolean =>
    UNWELL.includes(elements.find((element) => element.id === id)?.state ?? 'unknown');

beforeAll(async () => {
  stack = await startStack({ archiveInMemory: true, env: { CHATPULSE_CANARY_SECONDS: '2' } });
  gateway = await run('gateway', 'gateway');
  await run('producers', 'producers');
  await run('analyze', 'processors', 'analyze');
  await run('projections', 'processors', 'windows,words,alerts');
  await run('archive', 'sinks', 'archive');
  await run('metrics', 'sinks', 'metrics');
  await run('notify', 'sinks', 'notify');
  await isWell();
});

afterAll(async () => {
  await stack.close();
});

describe('every element that goes is named on the status page, and cleared when it is back', () => {
  it.each([
    { name: 'analyze', role: 'processors', only: 'analyze', element: 'processor:analyze' },
    { name: 'archive', role: 'sinks', only: 'archive', element: 'sink:archive' },
    { name: 'notify', role: 'sinks', only: 'notify', element: 'sink:notify' },
  ] as const)('the part $name is killed, and begun again', async ({ name, role, only, element }) => {
    await roles.get(name)?.kill();
    const ms = await named(unwell(element), element);
    expect(await stateOf(element)).toBe('silent');
    expect(ms).toBeLessThan(NAMED_WITHIN_MS);
    await run(name, role, only);
    await isWell();
  });

  it('what waits for a part that nobody runs is told all the same: on the status page and as a metric', async () => {
    await roles.get('analyze')?.kill();
    // The canaries of every two seconds wait for it.
    await until(async () => {
      const { elements } = await health();
      const analyze = elements.find(({ id }) => id === 'processor:analyze');
      return analyze?.state === 'silent' && (analyze.lag ?? 0) > 3;
    }, 'what waits for analyze to be told');
    const { elements } = await health();
    expect(elements.find(({ id }) => id === 'processor:analyze')?.detail).toMatch(
      /; \d+ records wait for it$/,
    );
    const LAG = /^chatpulse_reader_lag\{part="analyze",topic="chat\.raw",partition="\d+"\} [1-9]/m;
    await until(async () => LAG.test(await metrics()), 'the metric');
    await run('analyze', 'processors', 'analyze');
    await isWell();
    await until(async () => !/^chatpulse_reader_lag\{part="analyze"/m.test(await metrics()), 'its end');
  });

  it('a producers process is killed, and another takes its place', async () => {
    await roles.get('producers')?.kill();
    await named(
      ({ elements }) => elements.some(({ kind, state }) => kind === 'producers' && state === 'silent'),
      'it',
    );
    await run('producers', 'producers');
    await isWell();
  });

  it('another gateway is killed, and one more is begun', async () => {
    const other = await run('other', 'gateway');
    await until(
      async () => (await health()).elements.filter(({ kind }) => kind === 'gateway').length === 2,
      'the other gateway to be known',
    );
    await other.kill();
    await named(
      ({ elements }) => elements.some(({ kind, state }) => kind === 'gateway' && state === 'silent'),
      'it',
    );
    await run('other', 'gateway');
    await isWell();
  });

  it('a part that stalls is silent, and well when it goes on', async () => {
    const windows = roles.get('projections');
    if (windows) process.kill(windows.pid, 'SIGSTOP');
    try {
      await named(unwell('processor:windows'), 'processor:windows');
      expect(await stateOf('processor:words')).toBe('silent');
    } finally {
      if (windows) process.kill(windows.pid, 'SIGCONT');
    }
    await isWell();
  });

  it.each([
    { name: 'the archive', element: 'store:archive', server: (): Away => stack.mongo },
    { name: 'the metric store', element: 'store:metrics', server: (): Away => stack.influx },
    { name: 'the schema registry', element: 'store:registry', server: (): Away => stack.registry },
  ])('$name goes away, and comes back', async ({ element, server }) => {
    const up = `chatpulse_store_up{store="${element.slice('store:'.length)}"}`;
    await server().stop('SIGKILL');
    await named(unwell(element), element);
    await until(async () => (await metrics()).includes(`${up} 0`), 'the metric to say so');
    await server().start();
    await isWell();
    await until(async () => (await metrics()).includes(`${up} 1`), 'the metric to clear');
  });

  it('the broker goes away: the log is named, nobody else is blamed, and all is well when it is back', async () => {
    await stack.kafka.nodes[0]?.stop('SIGKILL');
    await named(({ logAway }) => logAway !== null, 'the log');
    const { elements } = await health();
    expect(elements.find(({ id }) => id === 'store:log')?.state).toBe('failed');
    expect(elements.filter(({ state }) => state === 'silent')).toEqual([]);
    await stack.kafka.nodes[0]?.start();
    await isWell();
  });

  it('remembers what was wrong, and has seen canaries come through', async () => {
    const expected = ['processor:analyze', 'processor:windows', 'store:archive', 'store:log'];
    // The gateway looks once a second: an incident ends at the look after the one that finds all well.
    await until(async () => {
      const { incidents } = (await gateway.ask('/api/health/incidents')) as {
        incidents: { element: string; endedAt: number | null }[];
      };
      const over = new Set(incidents.filter(({ endedAt }) => endedAt !== null).map(({ element }) => element));
      return expected.every((element) => over.has(element));
    }, 'the incidents to be over');
    expect((await health()).canary?.seen).toBeGreaterThan(0);
  });
});
