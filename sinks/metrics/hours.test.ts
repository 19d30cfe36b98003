import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourPoints, hourQuery, hoursOf, HOUR_MS, sumOfMinutes } from './hours.ts';
import { createMemoryMetrics } from './memory.ts';
import { metricsSink } from './metrics-sink.ts';
import type { MetricPoint, MetricStore } from './port.ts';
import { sampleWindow, windowRecords } from './sample-windows.ts';
import { windowPoints } from './window-points.ts';

const MINUTE = 60_000;

const point = (time: number, fields: Record<string, number>, size = '1m'): MetricPoint => ({
  measurement: 'chat_window',
  tags: { broadcast: 'b', platform: 'p', channel: 'c', size },
  time,
  fields,
});

describe('hours of a broadcast', () => {
  it('add up what can be added, and tell the highest of the rest', () => {
    expect(
      sumOfMinutes(HOUR_MS, [
        point(HOUR_MS, { messages: 5, positive_sum: 1.5, authors: 3, stamp: 10 }),
        point(HOUR_MS + MINUTE, { messages: 2, positive_sum: 0.25, authors: 4, stamp: 20 }),
      ]),
    ).toEqual({
      measurement: 'chat_hour',
      tags: { broadcast: 'b', platform: 'p', channel: 'c' },
      time: HOUR_MS,
      version: 20,
      fields: { messages: 7, positive_sum: 1.75, minutes: 2, messages_max: 5, authors_max: 4, stamp: 20 },
    });
    expect(sumOfMinutes(0, [])).toBeUndefined();
  });

  it('are those of minutes alone, each once', () => {
    const points = [
      point(1, {}),
      point(HOUR_MS - 1, {}),
      point(HOUR_MS, {}),
      point(2 * HOUR_MS, {}, '10s'),
      { ...point(3 * HOUR_MS, {}), measurement: 'lag' },
    ];
    expect(hoursOf(points)).toEqual([
      { broadcastId: 'b', start: 0 },
      { broadcastId: 'b', start: HOUR_MS },
    ]);
  });

  it('are left alone where minutes have expired since', async () => {
    const full = createMemoryMetrics();
    const windows = [0, 1, 2].map((minute) => sampleWindow({ start: minute * MINUTE, stamp: minute }));
    await full.write({ topic: 't', partition: 0, nextOffset: 0, points: windowPoints(windows) });
    const hours = [{ broadcastId: 'b', start: 0 }];
    const sums = await hourPoints(full, hours);
    expect(sums).toMatchObject([{ fields: { minutes: 3 } }]);
    const expired = createMemoryMetrics();
    const kept = [...sums, ...windowPoints(windows.slice(2))];
    await expired.write({ topic: 't', partition: 0, nextOffset: 0, points: kept });
    expect(await hourPoints(expired, hours)).toEqual([]);
  });
});

describe('the metrics sink with hours', () => {
  const stored = async (metrics: MetricStore): Promise<readonly MetricPoint[]> =>
    metrics.query(hourQuery('b'));

  it('ends with the sums of all minutes, whatever comes again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(150), { maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 5 }),
        async (minutes, repeats) => {
          const windows = minutes
            .sort((a, b) => a - b)
            .map((minute) => sampleWindow({ start: minute * MINUTE, stamp: minute, messages: minute + 1 }));
          const metrics = createMemoryMetrics();
          const sink = metricsSink(metrics, { keepsPositions: true, hours: true });
          for (let i = 0; i < windows.length; i += 3) await sink.write(windowRecords(windows, i, i + 3));
          for (const [from, length] of repeats) await sink.write(windowRecords(windows, from, from + length));
          const sums = new Map<number, number>();
          for (const { start, messages } of windows) {
            const hour = Math.floor(start / HOUR_MS) * HOUR_MS;
            sums.set(hour, (sums.get(hour) ?? 0) + messages);
          }
          const found = (await stored(metrics)).map(({ time, fields }) => [time, fields['messages']]);
          expect(found).toEqual([...sums]);
          const [position] = await metrics.positions();
          expect(position?.nextOffset ?? 0).toBe(windows.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('moves the position only with the hours', async () => {
    const metrics = createMemoryMetrics();
    let writes = 0;
    const dying: MetricStore = {
      ...metrics,
      write: (batch) => {
        writes += 1;
        return writes === 2 ? Promise.reject(new Error('dead')) : metrics.write(batch);
      },
    };
    const batch = windowRecords([sampleWindow({ start: 0, stamp: 1 })], 0, 1, 7);
    const options = { keepsPositions: true, hours: true };
    await expect(metricsSink(dying, options).write(batch)).rejects.toThrow('dead');
    expect(await metrics.positions()).toMatchObject([{ nextOffset: 7 }]);
    await metricsSink(metrics, options).write(batch);
    expect(await metrics.positions()).toMatchObject([{ nextOffset: 8 }]);
    expect(await stored(metrics)).toHaveLength(1);
  });

  it('sees the minutes that another process wrote while it made its sum', async () => {
    const metrics = createMemoryMetrics();
    const versionless: MetricStore = {
      ...metrics,
      write: (batch) =>
        metrics.write({ ...batch, points: batch.points.map((one) => ({ ...one, version: undefined })) }),
    };
    const other = metricsSink(versionless, { keepsPositions: false, hours: true });
    const windows = [0, 1].map((minute) => sampleWindow({ start: minute * MINUTE, stamp: minute }));
    let writes = 0;
    const late = metricsSink(
      {
        ...versionless,
        async write(batch) {
          writes += 1;
          // Its sum is made; before it gets to the store the successor writes the next minute and the whole hour.
          if (writes === 2) await other.write(windowRecords(windows, 1, 2));
          await versionless.write(batch);
        },
      },
      { keepsPositions: false, hours: true },
    );
    await late.write(windowRecords(windows, 0, 1));
    expect(await stored(metrics)).toMatchObject([{ fields: { minutes: 2 } }]);
  });
});
