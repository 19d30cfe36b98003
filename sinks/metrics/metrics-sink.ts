import type { SinkDefinition } from '../../core/runtime/run-sink.ts';
import type { MetricStore } from './port.ts';
import { windowPoints } from './window-points.ts';

/** `chat.windows` -> metric store: the closed windows, one point each. */
export function metricsSink(
  metrics: MetricStore,
  options: { readonly keepsPositions: boolean },
): SinkDefinition {
  return {
    name: 'metrics',
    inputs: ['chat.windows'],
    write: ({ topic, partition, records, nextOffset }) => {
      const windows = records.flatMap(({ event }) => (event.type === 'WindowUpdated' ? [event.data] : []));
      return metrics.write({ topic, partition, nextOffset, points: windowPoints(windows) });
    },
    ...(options.keepsPositions ? { positions: () => metrics.positions() } : {}),
  };
}
