import type { SinkDefinition } from '../../core/runtime/run-sink.ts';
import { boardPoints } from './board-points.ts';
import type { MetricStore } from './port.ts';

/**
 * What only boards show -> metric store: words, gaps, alerts and their delivery. A reader of its own, so that what it
 * adds to a board never holds up the figures of the chat. For stores that boards are drawn from, which keep no positions.
 */
export function boardsSink(metrics: MetricStore): SinkDefinition {
  return {
    name: 'boards',
    inputs: ['chat.words', 'broadcast.events', 'alert.events'],
    write: ({ topic, partition, records, nextOffset }) =>
      metrics.write({
        topic,
        partition,
        nextOffset,
        points: records.flatMap(({ event }) => boardPoints(event)),
      }),
  };
}
