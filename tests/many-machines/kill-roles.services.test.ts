import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { Role } from '../../cli/roles/roles.ts';
import { createCodec } from '../../core/events/codec.ts';
import { randomOf, SEED } from '../faults/seed.ts';
import { RATE } from './rate.ts';
import { expectClean, startScene, type Scene } from './scene.ts';
import { inTime, until } from './stack.ts';

const KILLS = Number(process.env['CHATPULSE_KILLS'] ?? 5);
/** CHATPULSE_KILL_ROLES=processors,sinks: only these are killed. */
const ONLY = process.env['CHATPULSE_KILL_ROLES']?.split(',');
const ROLES = (['processors', 'sinks', 'producers', 'gateway'] as const satisfies readonly Role[]).filter(
  (role) => ONLY?.includes(role) ?? true,
);

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

it(
  `${ROLES.join(', ')} killed ${KILLS} times each under load: nothing accepted is lost, nothing counted twice`,
  { timeout: 600_000 + KILLS * 60_000 },
  async () => {
    const random = randomOf('kill roles');
    scene = await startScene({ rate: RATE, seed: SEED, producers: 2 });
    const { load, stack } = scene;
    await load.more(2 * RATE);
    for (let round = 1; round <= KILLS; round += 1) {
      // A dead owner's broadcast is taken over after ten seconds: without messages there is nothing to lose.
      const before = acknowledgedIn(stack.ledgerFile);
      await until(
        async () => acknowledgedIn(stack.ledgerFile) > before + RATE / 2,
        'messages to be accepted again',
      );
      for (const role of ROLES) {
        await load.more(random.below(2 * RATE));
        await scene.replace(role);
      }
    }
    const connections = load.simulator.accepted();
    await load.more(5 * RATE);
    // The last kill may have been the owner's: somebody captures again before the load ends.
    if (load.simulator.accepted() === connections) await load.more(15 * RATE);
    const checked = expectClean(await scene.finish(), 5 * RATE);
    process.stderr.write(
      `${KILLS * ROLES.length} kills, ${load.sent()} sent, ${checked['ledger']} acknowledged, ${checked['archived']} archived, ${checked['windows']} windows\n`,
    );
  },
);

it(
  'a broadcast is taken over within 20 s when its producer dies, and the gap is recorded',
  { timeout: 240_000 },
  async () => {
    scene = await startScene({ rate: RATE, seed: SEED + 1 });
    const { load, stack } = scene;
    await load.more(2 * RATE);
    // Only now, so that the one that captures is known.
    await scene.add('producers');
    await load.more(2 * RATE);
    const connections = load.simulator.accepted();
    await scene.roles.producers.shift()?.kill();
    const died = performance.now();
    await inTime(load.simulator.connected(connections + 1), 'the takeover', 30_000);
    const seconds = (performance.now() - died) / 1_000;
    process.stderr.write(`taken over after ${seconds.toFixed(1)} s\n`);
    expect(seconds).toBeLessThan(20);
    await load.more(2 * RATE);
    expectClean(await scene.finish(), 2 * RATE);
    expect(await typesOf(stack)).toContain('GapRecorded');
  },
);

it('processors scaled from one to three and back', { timeout: 240_000 }, async () => {
  scene = await startScene({ rate: RATE, seed: SEED + 2 });
  const { load, roles } = scene;
  await load.more(2 * RATE);
  await Promise.all([scene.add('processors'), scene.add('processors')]);
  await load.more(5 * RATE);
  await Promise.all(roles.processors.splice(0, 2).map((one) => one.stop()));
  await load.more(5 * RATE);
  expectClean(await scene.finish(), 8 * RATE);
});

/** Messages that the log has acknowledged. */
function acknowledgedIn(ledgerFile: string): number {
  return existsSync(ledgerFile) ? readFileSync(ledgerFile, 'utf8').split('\n').length - 1 : 0;
}

/** The kinds of events in `broadcast.events`. */
async function typesOf({ log, env }: Scene['stack']): Promise<Set<string>> {
  const codec = await codecOf(env['CHATPULSE_REGISTRY_URL']);
  const types = new Set<string>();
  for (const { partition, start, end } of await log.ranges('broadcast.events'))
    for (let offset = start; offset < end;) {
      const records = await log.read({ topic: 'broadcast.events', partition, offset });
      for (const record of records) types.add(codec.peek(record.value) ?? 'unknown');
      offset = (records.at(-1)?.offset ?? end) + 1;
    }
  return types;
}

async function codecOf(url: string | undefined): Promise<ReturnType<typeof createCodec>> {
  const { createRegistryCodec } = await import('../../core/events/registry/registry-codec.ts');
  return url === undefined ? createCodec() : createRegistryCodec({ url });
}
