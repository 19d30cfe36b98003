import { isDeepStrictEqual } from 'node:util';
import type { SinkDefinition } from '../../core/runtime/run-sink.ts';
import { hourPoints, hoursOf } from './hours.ts';
import type { MetricBatch, MetricStore } from './port.ts';
import { windowPoints } from './window-points.ts';

export interface MetricsSinkOptions {
  readonly keepsPositions: boolean;
  /** Writes the hours of broadcasts as well, see `hours.ts`: for stores that keep minutes for some time only. */
  readonly hours?: boolean;
}

/** `chat.windows` -> metric store: the closed windows, one point each. */
export function metricsSink(metrics: MetricStore, options: MetricsSinkOptions): SinkDefinition {
  return {
    name: 'metrics',
    inputs: ['chat.windows'],
    async write({ topic, partition, records, nextOffset }) {
      const windows = records.flatMap(({ event }) => (event.type === 'WindowUpdated' ? [event.data] : []));
      const points = windowPoints(windows);
      const batch: MetricBatch = { topic, partition, nextOffset, points };
      if (options.hours) await writeWithHours(metrics, batch, records[0]?.offset ?? nextOffset);
      else await metrics.write(batch);
    },
    ...(options.keepsPositions ? { positions: () => metrics.positions() } : {}),
  };
}

/**
 * Writes the minutes, then the hours that they belong to as sums of what is stored. The position moves with the hours:
 * when the process dies in between, the batch comes again.
 *
 * Another process may write minutes of the same hour at the same moment, one that was given up for dead. The sums are
 * therefore made again after they were written, until nothing has changed: whoever writes last has seen all minutes.
 */
async function writeWithHours(metrics: MetricStore, batch: MetricBatch, firstOffset: number): Promise<void> {
  const hours = hoursOf(batch.points);
  if (hours.length === 0) {
    await metrics.write(batch);
    return;
  }
  await metrics.write({ ...batch, nextOffset: firstOffset });
  let sums = await hourPoints(metrics, hours);
  for (;;) {
    await metrics.write({ ...batch, points: sums });
    const again = await hourPoints(metrics, hours);
    if (isDeepStrictEqual(again, sums)) return;
    sums = again;
  }
}
