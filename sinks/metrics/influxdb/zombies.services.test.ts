import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useInflux } from '../../../tests/services/test-databases.ts';
import { HOUR_MS, hourQuery } from '../hours.ts';
import { metricsSink } from '../metrics-sink.ts';
import { sampleWindow, windowRecords } from '../sample-windows.ts';
import { windowPoints, windowQuery } from '../window-points.ts';
import { openInfluxMetrics } from './influx-metrics.ts';

const influx = useInflux();

it('ends with all minutes and whole hours where a process that was given up for dead writes beside its successor', async () => {
  const url = influx.freshUrl();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(100), { minLength: 1, maxLength: 30 }),
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      async (minutes, sizes) => {
        run += 1;
        const broadcastId = `b${run}`;
        const windows = minutes
          .sort((a, b) => a - b)
          .map((n) => sampleWindow({ broadcastId, start: n * 60_000, stamp: n, messages: n + 1 }));
        const stores = await Promise.all(sizes.map(() => openInfluxMetrics({ url })));
        // Both write all of it, in steps of their own, at the same time.
        await Promise.all(
          stores.map(async (store, i) => {
            const sink = metricsSink(store, { keepsPositions: false, hours: true });
            const size = sizes[i] ?? 1;
            for (let at = 0; at < windows.length; at += size)
              await sink.write(windowRecords(windows, at, at + size));
          }),
        );
        const [store] = stores;
        const stored = await store?.query(windowQuery(broadcastId, '1m'));
        expect(stored?.map(({ time, fields }) => [time, fields])).toEqual(
          windowPoints(windows).map(({ time, fields }) => [time, fields]),
        );
        const sums = new Map<number, number>();
        for (const { start, messages } of windows) {
          const hour = Math.floor(start / HOUR_MS) * HOUR_MS;
          sums.set(hour, (sums.get(hour) ?? 0) + messages);
        }
        const hours = await store?.query(hourQuery(broadcastId));
        expect(hours?.map(({ time, fields }) => [time, fields['messages']])).toEqual([...sums]);
        await Promise.all(stores.map((one) => one.close()));
      },
    ),
    { numRuns: 20 },
  );
});
