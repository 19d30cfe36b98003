import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { SEED } from '../faults/seed.ts';
import { makeSmallDisk } from '../faults/small-disk.ts';
import { expectClean, startScene, type Scene } from './scene.ts';
import { until } from './stack.ts';

const RATE = 1_000;
const disk = makeSmallDisk('48m');
let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  disk.remove();
});

it(
  disk.missing === undefined
    ? "the broker's disk is full: readiness fails, and nothing accepted is lost when there is room again"
    : `the broker's disk is full: skipped, ${disk.missing}`,
  { skip: disk.missing !== undefined, timeout: 300_000 },
  async () => {
    scene = await startScene({
      rate: RATE,
      seed: SEED + 9,
      brokerSettings: { 'log.dirs': join(disk.folder, 'data'), 'log.index.size.max.bytes': '65536' },
    });
    const { load, stack, roles } = scene;
    const gateway = await roles.gateway[0]?.ready;
    const readiness = async (): Promise<number> => (await fetch(`${gateway}/readyz`)).status;
    await load.more(3 * RATE);
    // What else lies on a broker's disk grows as well.
    writeFileSync(
      join(disk.folder, 'something-else'),
      Buffer.alloc(Math.max(0, disk.freeBytes() - 1_000_000)),
    );
    await load.more(3 * RATE);
    await until(async () => (await readiness()) === 503, 'readiness to fail', 60_000);
    expect(roles.producers[0]?.stderr()).toMatch(/the log does not take records/);
    await load.more(5 * RATE);

    disk.grow('400m');
    await stack.kafka.nodes[0]?.start();
    await until(async () => (await readiness()) === 200, 'readiness to come back', 60_000);
    await load.more(3 * RATE);
    const checked = expectClean(await scene.finish(), 5 * RATE);
    process.stderr.write(`broker's disk full: ${load.sent()} sent, ${checked['ledger']} acknowledged\n`);
  },
);
