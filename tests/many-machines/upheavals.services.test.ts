import { afterEach, expect, it } from 'vitest';
import type { Role } from '../../cli/roles/roles.ts';
import { lagOf } from '../services/lag.ts';
import { SEED } from '../faults/seed.ts';
import { RATE } from './rate.ts';
import { expectClean, startScene, type Scene } from './scene.ts';
import { until } from './stack.ts';

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

it('every role restarted in turn under load, as for a new version', { timeout: 300_000 }, async () => {
  scene = await startScene({ rate: RATE, seed: SEED + 5 });
  const { load, roles } = scene;
  await load.more(2 * RATE);
  for (const role of ['gateway', 'sinks', 'processors', 'producers'] satisfies Role[]) {
    await scene.add(role);
    await load.more(RATE);
    expect(await roles[role].shift()?.stop(), role).toMatchObject({ code: 0 });
    await load.more(2 * RATE);
  }
  const checked = expectClean(await scene.finish(), 8 * RATE);
  process.stderr.write(`rolling restart: ${load.sent()} sent, ${checked['ledger']} acknowledged\n`);
});

it(
  'a processor that sleeps through the loss of its partitions and wakes as a zombie',
  { timeout: 300_000 },
  async () => {
    scene = await startScene({ rate: RATE, seed: SEED + 6 });
    const { load, roles, stack } = scene;
    const [sleeper] = roles.processors;
    await scene.add('processors');
    await load.more(2 * RATE);
    // Whichever of the two has the partition: both have slept once at the end.
    for (const one of [sleeper, roles.processors[1]]) {
      process.kill(one?.pid ?? 0, 'SIGSTOP');
      await load.more(15 * RATE);
      await until(
        async () => (await lagOf(stack.log, 'analyze', ['chat.raw'])) < 5 * RATE,
        'the other to take over',
      );
      process.kill(one?.pid ?? 0, 'SIGCONT');
      await load.more(5 * RATE);
    }
    expectClean(await scene.finish(), 30 * RATE);
  },
);

it('a poison record goes to the dead letters, and the stream goes on', { timeout: 300_000 }, async () => {
  scene = await startScene({ rate: RATE, seed: SEED + 7 });
  const { load, stack, broadcastId } = scene;
  await load.more(2 * RATE);
  await stack.log.append([
    { topic: 'chat.raw', key: broadcastId, value: Buffer.from('no event at all') },
    { topic: 'chat.raw', key: broadcastId, value: Buffer.from([0, 0, 15, 66, 63, 1, 2]) },
  ]);
  await load.more(2 * RATE);
  const report = await scene.finish();
  expectClean(report, 3 * RATE);
  expect(report.deadLetters.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

it('three brokers, one of them killed and back', { timeout: 600_000 }, async () => {
  scene = await startScene({ rate: RATE, seed: SEED + 8, brokers: 3 });
  const { load, stack } = scene;
  await load.more(3 * RATE);
  for (const node of stack.kafka.nodes.slice(0, 2)) {
    await node.stop('SIGKILL');
    await load.more(10 * RATE);
    await node.start();
    await load.more(5 * RATE);
  }
  const checked = expectClean(await scene.finish(), 20 * RATE);
  process.stderr.write(`three brokers: ${load.sent()} sent, ${checked['ledger']} acknowledged\n`);
});
