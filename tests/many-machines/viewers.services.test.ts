import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { gatewayStateSchema } from '../../gateway/http/contract.ts';
import { CHANNEL, startLoad } from '../faults/load.ts';
import { SEED } from '../faults/seed.ts';
import type { ServerProcess } from '../faults/server-process.ts';
import { startNginx } from '../services/nginx.ts';
import { ResumingViewer } from '../services/resuming-viewer.ts';
import { freePorts } from '../services/support.ts';
import { inTime, startStack, until } from './stack.ts';

const VIEWERS = 2_000;
/** Messages per second: each goes to every viewer. */
const RATE = 20;

const closing: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const comesBackAfter = (): number => 50 + Math.random() * 200;

async function connectionsOf(gateway: ServerProcess): Promise<number> {
  return gatewayStateSchema.parse(await gateway.ask('/api/gateway')).connections;
}

it(
  `${VIEWERS} viewers through NGINX over two gateways, one killed and back`,
  { timeout: 300_000 },
  async () => {
    const stack = await startStack();
    closing.push(() => stack.close());
    const load = await startLoad({ rate: RATE, seed: SEED + 9 });
    closing.push(() => load.close());
    const dir = mkdtempSync(join(tmpdir(), 'chatpulse-viewers-'));
    closing.push(() => rmSync(dir, { recursive: true, force: true }));
    mkdirSync(dir, { recursive: true });
    const [front = 0, ...ports] = await freePorts(3);
    const nginx = await startNginx({ dir, gateways: ports.map((port) => `127.0.0.1:${port}`), port: front });
    closing.push(() => nginx.stop());
    const startGateway = async (index: number): Promise<ServerProcess> => {
      const gateway = stack.start('gateway', {
        port: ports[index] ?? 0,
        env: { CHATPULSE_ORIGINS: nginx.url, CHATPULSE_TRUSTED_PROXIES: '127.0.0.1', ...load.env },
      });
      await gateway.ready;
      return gateway;
    };
    const [one, two] = [await startGateway(0), await startGateway(1)];
    for (const role of ['producers', 'processors'] as const) await stack.start(role, { env: load.env }).ready;
    const { id } = (await one.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` })) as {
      id: string;
    };
    await inTime(load.simulator.connected(1), 'the capture to begin');

    const viewers: ResumingViewer[] = [];
    closing.push(() => viewers.forEach((viewer) => viewer.end()));
    for (let number = 0; number < VIEWERS; number += 1) {
      // An address of its own for each: the limits are per address.
      const address = `127.1.${number >> 7}.${1 + (number & 127)}`;
      viewers.push(new ResumingViewer({ url: nginx.url, broadcast: id, address, comesBackAfter }));
      if (number % 100 === 99) await until(async () => viewers.every(({ open }) => open), 'viewers to be in');
    }
    const shares = async (...gateways: ServerProcess[]): Promise<number[]> =>
      Promise.all(gateways.map(connectionsOf));
    expect((await shares(one, two)).reduce((sum, open) => sum + open, 0)).toBe(VIEWERS);
    await load.more(5 * RATE);

    const before = unionOf(viewers.map(({ ids }) => ids));
    await load.more(2 * RATE);
    await one.kill();
    const killed = performance.now();
    await until(async () => (await connectionsOf(two)) === VIEWERS, 'all to be back', 20_000);
    const back = (performance.now() - killed) / 1_000;
    expect(back).toBeLessThan(10);
    await load.more(5 * RATE);

    const again = await startGateway(0);
    const returned = performance.now();
    const open = await connectionsOf(two);
    await two.ask('/api/gateway/shed', { share: 0.5, overSeconds: 20 });
    const even = async (): Promise<boolean> => {
      const [left = 0, right = 0] = await shares(again, two);
      return left + right === VIEWERS && Math.abs(left - right) <= VIEWERS * 0.1;
    };
    await until(even, 'the two to be even', 60_000);
    const evenAfter = (performance.now() - returned) / 1_000;
    await load.more(5 * RATE);
    await load.quiet();

    // Of what was said since all were in, every viewer has all that any of them has.
    const since = (): Set<string> =>
      unionOf(
        viewers.map(({ ids }) => ids),
        before,
      );
    await until(
      async () => {
        const all = since();
        return viewers.every(({ ids }) => isSubset(all, ids));
      },
      'every viewer to have everything',
      30_000,
    );
    expect(since().size).toBeGreaterThan(10 * RATE);
    expect(viewers.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(0);
    const shown = await shares(again, two);
    process.stderr.write(
      `${VIEWERS} viewers: all back after ${back.toFixed(1)} s, even (${shown.join(' and ')} of ${open}) after ${evenAfter.toFixed(1)} s\n`,
    );
  },
);

function unionOf(
  sets: readonly ReadonlySet<string>[],
  without: ReadonlySet<string> = new Set(),
): Set<string> {
  const all = new Set<string>();
  for (const set of sets) for (const one of set) if (!without.has(one)) all.add(one);
  return all;
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  for (const one of part) if (!whole.has(one)) return false;
  return true;
}
