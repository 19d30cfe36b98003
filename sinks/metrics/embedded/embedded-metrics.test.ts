import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedArchive } from '../../archive/embedded/embedded-archive.ts';
import { makeTestFolder } from '../../sqlite/test-folder.ts';
import { describeMetricStore } from '../contract.ts';
import { dumpMetrics } from '../dump.ts';
import type { MetricPoint } from '../port.ts';
import { openEmbeddedMetrics, openEmbeddedMetricsReader } from './embedded-metrics.ts';

describeMetricStore(
  'embedded',
  () => {
    const folder = makeTestFolder();
    return Promise.resolve({
      open: () => Promise.resolve(openEmbeddedMetrics({ file: join(folder.path, 'metrics.db') })),
      dispose: () => {
        folder.remove();
        return Promise.resolve();
      },
    });
  },
  { keepsPositions: true, durable: true, comparesVersions: true },
);

const sample = (time: number, value: number): MetricPoint => ({
  measurement: 'chat_window',
  tags: { broadcast: 'b1', size: '1m' },
  time,
  fields: { messages: value },
});
const batchOf = (points: MetricPoint[]) => ({
  topic: 'chat.windows',
  partition: 0,
  points,
  nextOffset: points.length,
});

describe('embedded metric store', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  const fileOf = (name: string): string => join(folder.path, name);

  beforeEach(() => {
    folder = makeTestFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('is read beside its writer, also where the reader came first', async () => {
    const file = fileOf('metrics.db');
    const reader = openEmbeddedMetricsReader({ file });
    const query = { measurement: 'chat_window', tags: { broadcast: 'b1' } };
    expect(await reader.query(query)).toEqual([]);
    const store = openEmbeddedMetrics({ file });
    await store.write(batchOf([sample(1000, 1)]));
    expect(await reader.query(query)).toEqual([sample(1000, 1)]);
    await store.write(batchOf([sample(2000, 2)]));
    expect(await reader.query(query)).toHaveLength(2);
    await reader.close();
    await store.close();
  });

  it('dumps the same lines for the same points, in whatever order they came', async () => {
    const dumpOf = async (name: string, points: MetricPoint[]): Promise<string[]> => {
      const store = openEmbeddedMetrics({ file: fileOf(name) });
      for (const one of points) await store.write(batchOf([one]));
      await store.close();
      return [...dumpMetrics(fileOf(name))];
    };
    const other = { ...sample(1000, 5), tags: { broadcast: 'b0', size: '1m' } };
    const forth = await dumpOf('a.db', [sample(1000, 1), sample(2000, 2), other]);
    const back = await dumpOf('b.db', [other, sample(2000, 2), sample(1000, 1), sample(2000, 2)]);
    expect(forth).toHaveLength(3);
    expect(back).toEqual(forth);
    expect(await dumpOf('c.db', [sample(1000, 1), sample(2000, 3), other])).not.toEqual(forth);
  });

  it('refuses what is no file of metrics', async () => {
    writeFileSync(fileOf('text.db'), 'not a database '.repeat(1000));
    expect(() => openEmbeddedMetrics({ file: fileOf('text.db') })).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_DATA_CORRUPT' }) as Error,
    );
    const archive = openEmbeddedArchive({ file: fileOf('archive.db') });
    await archive.close();
    copyFileSync(fileOf('archive.db'), fileOf('metrics.db'));
    expect(() => openEmbeddedMetrics({ file: fileOf('metrics.db') })).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_DATA_CORRUPT' }) as Error,
    );
  });
});
