import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { idsOf } from '../testing/test-viewer.ts';
import { analyzedPartition } from '../model/live-model.ts';

const start = startsHarnesses();

describe('a cursor', () => {
  test('resumes from memory', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const before = await harness.connect();
    before.send({ type: 'subscribe', broadcast });
    await before.next('snapshot');
    await harness.say(broadcast, 0, 10);
    await before.seen(9);
    const cursor = before.cursor();
    before.terminate();
    await harness.say(broadcast, 10, 30);
    const after = await harness.connect();
    after.send({ type: 'subscribe', broadcast, ...(cursor && { cursor }) });
    await after.seen(29);
    expect(after.messageIds()).toEqual(idsOf(10, 30));
    expect(after.all('snapshot')).toEqual([]);
  });

  test('resumes at another gateway from the log, past what memory holds', async () => {
    const log = createMemoryLog();
    const one = await start({ log });
    const broadcast = await one.watch();
    const before = await one.connect();
    before.send({ type: 'subscribe', broadcast });
    await before.next('snapshot');
    await one.say(broadcast, 0, 10);
    await before.seen(9);
    const cursor = before.cursor();
    before.terminate();
    await one.say(broadcast, 10, 1_000);
    const two = await start({ log, limits: { broadcastMessages: 50 } });
    const after = await two.connect();
    after.send({ type: 'subscribe', broadcast, ...(cursor && { cursor }) });
    await after.seen(999);
    expect([...new Set(after.messageIds())]).toEqual(idsOf(10, 1_000));
    expect(after.skipped()).toBe(0);
  });

  test('too far back tells how much is left out', async () => {
    const harness = await start({ limits: { broadcastMessages: 50, resumeRecords: 100 } });
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 1_000);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, cursor: `1.${analyzedPartition(broadcast).partition}.0` });
    await viewer.seen(999);
    const received = new Set(viewer.messageIds());
    expect(received.size + viewer.skipped()).toBe(1_000);
    expect(received.size).toBeGreaterThanOrEqual(100);
  });

  test('into a stretch that retention took tells how much is left out', async () => {
    const harness = await start({ limits: { broadcastMessages: 50 } });
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 500);
    harness.log.trim(analyzedPartition(broadcast), 200);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, cursor: `1.${analyzedPartition(broadcast).partition}.100` });
    await viewer.seen(499);
    expect(new Set(viewer.messageIds()).size).toBe(300);
    expect(viewer.skipped()).toBe(100);
  });

  test.each(['nonsense', '1.99.0', '2.1.1', '1.0.999999999'])(
    'that leads nowhere (%s) gets a snapshot',
    async (cursor) => {
      const harness = await start();
      const broadcast = await harness.watch();
      const viewer = await harness.connect();
      viewer.send({ type: 'subscribe', broadcast, cursor });
      expect((await viewer.next('snapshot')).broadcast).toBe(broadcast);
    },
  );

  test('from memory or log brings more than a live viewer may be behind', async () => {
    const harness = await start({ limits: { pendingMessages: 50, frameMessages: 20 } });
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 1_000);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, cursor: `1.${analyzedPartition(broadcast).partition}.0` });
    await viewer.seen(999);
    expect(viewer.messageIds()).toEqual(idsOf(0, 1_000));
    expect(viewer.skipped()).toBe(0);
  });

  test('loses nothing over random disconnects, gateways and sizes of memory', async () => {
    const step = fc.record({
      say: fc.integer({ min: 0, max: 60 }),
      at: fc.constantFrom(0, 1),
      leave: fc.boolean(),
    });
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 70, max: 200 }),
      async (steps, memory) => {
        const log = createMemoryLog();
        const limits = {
          broadcastMessages: memory,
          pendingMessages: memory,
          frameMessages: 7,
          frameInterval: 1,
        };
        const gateways = [
          await Harness.start({ log, limits }),
          await Harness.start({ log, limits }),
        ] as const;
        try {
          const broadcast = await gateways[0].watch();
          const received = new Set<string>();
          let said = 0;
          let cursor: string | undefined = `1.${analyzedPartition(broadcast).partition}.0`;
          for (const { say, at, leave } of [...steps, { say: 1, at: 0 as const, leave: false }]) {
            const gateway = gateways[at];
            await waitForBroadcast(gateway, broadcast);
            const viewer = await gateway.connect();
            viewer.send({ type: 'subscribe', broadcast, cursor });
            for (let from = said; from < said + say; from += 20)
              await gateway.say(broadcast, from, Math.min(from + 20, said + say));
            said += say;
            // A viewer that leaves early takes its cursor wherever it was.
            if (!leave && say > 0) await viewer.seen(said - 1);
            viewer.terminate();
            await viewer.closed;
            for (const id of viewer.messageIds()) received.add(id);
            expect(viewer.skipped()).toBe(0);
            cursor = viewer.cursor() ?? cursor;
          }
          expect([...received].sort()).toEqual(idsOf(0, said).sort());
        } finally {
          await Promise.all(gateways.map((gateway) => gateway.close()));
        }
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});

async function waitForBroadcast(gateway: Harness, broadcast: string): Promise<void> {
  while ((await gateway.fetch(`/api/broadcasts/${broadcast}`)).status !== 200);
}
