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
  /** The reader has ended: nothing more is told of any partition. */
  leave(): void;
  /**
   * Asks the log where its partitions end, and tells how far behind the reader is in each of its own. It works with every
   * log, as it needs nothing but the ends.
   */
  measureLag(): void;
  /** How far behind it was in all of them when that was measured last; what it left undone when it ended stays so. */
  lag(): number;
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
  const owned = new Map<string, TopicPartition>();
  let lastLag = 0;
  let ended = false;

  function forget({ topic, partition }: TopicPartition): void {
    owned.delete(partitionKey({ topic, partition }));
    telemetry.gauge('reader.lag', of(topic, partition), undefined);
    telemetry.gauge('reader.offset', of(topic, partition), undefined);
  }

  async function tellLag(): Promise<void> {
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
    if (!ended) lastLag = sum;
  }

  return {
    batch(records, ms) {
      telemetry.count('reader.batches', { part });
      telemetry.count('reader.records', { part }, records);
      telemetry.timing('reader.batch_ms', { part }, ms);
    },
    deadLetters: (count) => telemetry.count('reader.dead_letters', { part }, count),
    given(at) {
      owned.set(partitionKey(at), at);
      telemetry.count('reader.rebalances', { part });
    },
    lost(at) {
      forget(at);
      telemetry.count('reader.rebalances', { part });
    },
    leave() {
      ended = true;
      [...owned.values()].forEach(forget);
    },
    measureLag() {
      // While the log does not answer what was known last stays.
      if (!ended) void tellLag().catch(() => undefined);
    },
    lag: () => lastLag,
  };
}

/** A partition as a key of maps. */
export function partitionKey(at: TopicPartition): string {
  return `${at.topic}/${at.partition}`;
}
