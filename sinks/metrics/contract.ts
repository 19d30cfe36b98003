import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricBatch, MetricFeatures, MetricPoint, MetricStore } from './port.ts';

/** A store under test. `open` may be called again after the last one was closed: it must find what was stored. */
export interface MetricStoreFixture {
  open(): Promise<MetricStore>;
  dispose(): Promise<void>;
}

const point = (time: number, value: number, more: Partial<MetricPoint> = {}): MetricPoint => ({
  measurement: 'chat_window',
  tags: { broadcast: 'b1', size: '1m' },
  time,
  fields: { messages: value },
  ...more,
});

const batch = (points: readonly MetricPoint[], more: Partial<MetricBatch> = {}): MetricBatch => ({
  topic: 'chat.windows',
  partition: 3,
  points,
  nextOffset: 10,
  ...more,
});

/** The contract of every metric store. */
export function describeMetricStore(
  name: string,
  factory: () => Promise<MetricStoreFixture>,
  features: MetricFeatures,
): void {
  const only = (feature: true | string): typeof it.skip => (feature === true ? it : it.skip);
  const reason = (feature: true | string): string => (feature === true ? '' : ` (skipped: ${feature})`);
  const { replacesFields = true } = features;

  describe(`MetricStore: ${name}`, () => {
    let fixture: MetricStoreFixture;
    let store: MetricStore;

    beforeEach(async () => {
      fixture = await factory();
      store = await fixture.open();
    });
    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    const all = (): Promise<readonly MetricPoint[]> => store.query({ measurement: 'chat_window', tags: {} });

    it('answers nothing before the first write', async () => {
      expect(await all()).toEqual([]);
      expect(await store.positions()).toEqual([]);
    });

    it('answers points in order of time, as they were written', async () => {
      const points = [
        point(3000, 3),
        point(1000, 1),
        point(2000, 2, { fields: { messages: 2, positive_sum: 0.1 + 0.2 } }),
      ];
      await store.write(batch(points));
      expect(await all()).toEqual([points[1], points[2], points[0]]);
    });

    it('replaces a point that is written again, whatever the order of its tags', async () => {
      await store.write(batch([point(1000, 1)]));
      await store.write(batch([point(1000, 7, { tags: { size: '1m', broadcast: 'b1' } })]));
      expect(await all()).toEqual([point(1000, 7)]);
    });

    only(replacesFields)(
      `takes away the fields that a point no longer has${reason(replacesFields)}`,
      async () => {
        await store.write(batch([point(1000, 1)]));
        await store.write(batch([point(1000, 7, { fields: { paid: 7 } })]));
        expect(await all()).toEqual([point(1000, 7, { fields: { paid: 7 } })]);
      },
    );

    it('takes the last of two writings in one batch', async () => {
      await store.write(batch([point(1000, 1), point(1000, 2)]));
      expect((await all()).map(({ fields }) => fields)).toEqual([{ messages: 2 }]);
    });

    only(features.comparesVersions)(
      `keeps the higher version, whatever comes last${reason(features.comparesVersions)}`,
      async () => {
        await store.write(batch([point(1000, 5, { version: 5 })]));
        await store.write(batch([point(1000, 4, { version: 4 })]));
        expect(await all()).toEqual([point(1000, 5)]);
        await store.write(batch([point(1000, 6, { version: 6 })]));
        expect(await all()).toEqual([point(1000, 6)]);
      },
    );

    it('tells measurements and tags apart', async () => {
      const other = point(1000, 2, { tags: { broadcast: 'b1', size: '10s' } });
      const third = point(1000, 3, { tags: { broadcast: 'b2', size: '1m' } });
      const foreign = point(1000, 4, { measurement: 'lag' });
      await store.write(batch([point(1000, 1), other, third, foreign]));
      const query = (tags: Record<string, string>, measurement = 'chat_window') =>
        store.query({ measurement, tags });
      expect(await query({ broadcast: 'b1', size: '1m' })).toEqual([point(1000, 1)]);
      expect(await query({ size: '10s' })).toEqual([other]);
      expect(await query({ broadcast: 'b2' })).toEqual([third]);
      expect(await query({}, 'lag')).toEqual([foreign]);
      expect(await query({ broadcast: 'b3' })).toEqual([]);
      expect(await query({ absent: 'x' })).toEqual([]);
    });

    it('keeps tags as they are written', async () => {
      const tags = { broadcast: '한글, a=b \'c\' "d" \\', size: '1m' };
      await store.write(batch([point(1000, 1, { tags })]));
      expect(await store.query({ measurement: 'chat_window', tags })).toEqual([point(1000, 1, { tags })]);
    });

    it('answers a range: from inclusive, to exclusive', async () => {
      await store.write(batch([1000, 2000, 3000].map((time) => point(time, time))));
      const times = async (from?: number, to?: number): Promise<number[]> =>
        (await store.query({ measurement: 'chat_window', tags: {}, from, to })).map(({ time }) => time);
      expect(await times(2000)).toEqual([2000, 3000]);
      expect(await times(undefined, 2000)).toEqual([1000]);
      expect(await times(1001, 3000)).toEqual([2000]);
      expect(await times(3001)).toEqual([]);
    });

    it('answers the newest when there are more than the limit', async () => {
      await store.write(batch([1000, 2000, 3000].map((time) => point(time, time))));
      const points = await store.query({ measurement: 'chat_window', tags: {}, limit: 2 });
      expect(points.map(({ time }) => time)).toEqual([2000, 3000]);
    });

    it('refuses a field that is no finite number, and with it the batch', async () => {
      const bad = point(2000, 0, { fields: { messages: Number.NaN } });
      await expect(store.write(batch([point(1000, 1), bad]))).rejects.toThrow();
      expect(await all()).toEqual([]);
    });

    only(features.keepsPositions)(
      `keeps positions with the points${reason(features.keepsPositions)}`,
      async () => {
        await store.write(batch([point(1000, 1)]));
        await store.write(batch([], { partition: 4, nextOffset: 2 }));
        await store.write(batch([], { nextOffset: 12 }));
        await store.write(batch([point(1000, 1)], { nextOffset: 11 }));
        const positions = [...(await store.positions())].sort((a, b) => a.partition - b.partition);
        expect(positions).toEqual([
          { topic: 'chat.windows', partition: 3, nextOffset: 12 },
          { topic: 'chat.windows', partition: 4, nextOffset: 2 },
        ]);
      },
    );

    only(features.durable)(
      `finds everything after it was closed and opened again${reason(features.durable)}`,
      async () => {
        await store.write(batch([point(1000, 1)]));
        await store.close();
        store = await fixture.open();
        expect(await all()).toEqual([point(1000, 1)]);
      },
    );
  });
}
