import type { EventLog, TopicPartition } from '../log/port.ts';
import type { Telemetry } from '../telemetry/port.ts';
import type { Progress } from './progress.ts';

/** What a reader tells of itself. */
export interface ReaderFigures {
  batch(records: number, ms: number): void;
  deadLetters(count: number): void;
  /** A partition came, or went: then nothing more is told of it. */
  given(at: TopicPartition): void;
  lost(at: TopicPartition): void;
  /**
   * Asks the log where its partitions end, tells how far behind the reader is in each of its own, and answers the sum.
   * It works with every log, as it needs nothing but the ends.
   */
  lag(): Promise<number>;
}

export function createReaderFigures(options: {
  readonly name: string;
  readonly topics: readonly string[];
  readonly log: EventLog;
  readonly progress: Progress;
  readonly telemetry: Telemetry;
}): ReaderFigures {
  const { name: part, topics, log, progress, telemetry } = options;
  const of = (topic: string, partition: number): { part: string; topic: string; partition: string } => ({
    part,
    topic,
    partition: String(partition),
  });
  return {
    batch(records, ms) {
      telemetry.count('reader.batches', { part });
      telemetry.count('reader.records', { part }, records);
      telemetry.timing('reader.batch_ms', { part }, ms);
    },
    deadLetters: (count) => telemetry.count('reader.dead_letters', { part }, count),
    given: () => telemetry.count('reader.rebalances', { part }),
    lost({ topic, partition }) {
      telemetry.count('reader.rebalances', { part });
      telemetry.gauge('reader.lag', of(topic, partition), undefined);
      telemetry.gauge('reader.offset', of(topic, partition), undefined);
    },
    async lag() {
      let sum = 0;
      for (const topic of topics)
        for (const { partition, end } of await log.ranges(topic)) {
          const at = progress.at(partitionKey({ topic, partition }));
          if (at === undefined) continue;
          const behind = Math.max(0, end - at);
          sum += behind;
          telemetry.gauge('reader.lag', of(topic, partition), behind);
          telemetry.gauge('reader.offset', of(topic, partition), at);
        }
      return sum;
    },
  };
}

/** A partition as a key of maps. */
export function partitionKey(at: TopicPartition): string {
  return `${at.topic}/${at.partition}`;
}
