import { afterEach, expect, it } from 'vitest';
import { residentBytes } from '../../bench/support/proc.ts';
import { SEED } from '../faults/seed.ts';
import { RATE } from './rate.ts';
import { expectClean, startScene, type Scene } from './scene.ts';
import { until } from './stack.ts';

/** How long a server is away, s. */
const AWAY = Number(process.env['CHATPULSE_AWAY_SECONDS'] ?? 60);
/** What a process may take while something is away, MB. */
const MOST_MB = 500;

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

it(
  `archive, metrics and registry away for ${AWAY} s: chat is captured and live, memory stays bounded, all is made up for`,
  { timeout: 600_000 + AWAY * 2_000 },
  async () => {
    scene = await startScene({ rate: RATE, seed: SEED + 3 });
    const { load, stack, roles, broadcastId } = scene;
    await load.more(3 * RATE);
    await Promise.all([stack.mongo.stop(), stack.influx.stop(), stack.registry.stop()]);
    const before = load.sent();
    await load.more((AWAY * RATE) / 2);
    const [gateway] = roles.gateway;
    await expect(gateway?.ask(`/api/broadcasts/${broadcastId}/messages`)).rejects.toThrow(
      /CHATPULSE_HISTORY_UNAVAILABLE/,
    );
    const live = (await gateway?.ask(`/api/broadcasts/${broadcastId}`)) as { state: string };
    expect(live.state).toBe('live');
    expect((await fetch(`${await gateway?.ready}/readyz`)).status).toBe(200);
    await load.more((AWAY * RATE) / 2);
    expectModest(scene);
    await Promise.all([stack.mongo.start(), stack.influx.start(), stack.registry.start()]);
    // The registry of the tests keeps its schemas in memory; in the same order they get the same ids again.
    await stack.setUp();
    await load.more(2 * RATE);
    const checked = expectClean(await scene.finish(), (load.sent() - before) * 0.9);
    process.stderr.write(
      `${AWAY} s away: ${checked['ledger']} acknowledged, ${checked['archived']} archived\n`,
    );
  },
);

it(
  `the broker away for ${AWAY} s: readiness fails, and everything resumes by itself`,
  { timeout: 600_000 + AWAY * 2_000 },
  async () => {
    scene = await startScene({ rate: RATE, seed: SEED + 4 });
    const { load, stack, roles } = scene;
    await load.more(3 * RATE);
    const [node] = stack.kafka.nodes;
    await node?.stop('SIGKILL');
    const gateway = await roles.gateway[0]?.ready;
    const readiness = async (): Promise<number> => (await fetch(`${gateway}/readyz`)).status;
    await until(async () => (await readiness()) === 503, 'readiness to fail', 30_000);
    await load.more(AWAY * RATE);
    expectModest(scene);
    await node?.start();
    await until(async () => (await readiness()) === 200, 'readiness to come back', 60_000);
    await load.more(5 * RATE);
    const checked = expectClean(await scene.finish(), 5 * RATE);
    process.stderr.write(
      `${AWAY} s without broker: ${load.sent()} sent, ${checked['ledger']} acknowledged\n`,
    );
  },
);

/** Every process still runs, and takes no more memory than it may. */
function expectModest({ roles, expectRunning }: Scene): void {
  expectRunning();
  for (const one of Object.values(roles).flat())
    expect(residentBytes(one.pid) / 2 ** 20).toBeLessThan(MOST_MB);
}
