import type { Clock } from '../clock.ts';
import { TOPICS, type TopicName } from '../events/topics.ts';
import type { EventLog } from '../log/port.ts';
import { repeat } from '../runtime/repeat.ts';
import type { ObservedElement } from './element.ts';

const LOOK_EVERY_MS = 5_000;

/** How each topic grows, from its ends; what is in dead-letter topics counts as errors of the topic they are for. */
export interface TopicObserver {
  elements(): readonly ObservedElement[];
  close(): void;
}

interface SeenTopic {
  readonly name: TopicName;
  /** Sum of the ends of all partitions; undefined before the first answer. */
  ends: number | undefined;
  deadLetters: number;
  grewAt: number | null;
}

export function observeTopics({
  log,
  clock,
}: {
  readonly log: EventLog;
  readonly clock: Clock;
}): TopicObserver {
  const seen = namesOf(TOPICS)
    .filter((name) => !name.endsWith('.dlq'))
    .map((name): SeenTopic => ({ name, ends: undefined, deadLetters: 0, grewAt: null }));
  let looking = false;

  async function endOf(topic: string): Promise<number> {
    return (await log.ranges(topic)).reduce((sum, { end }) => sum + end, 0);
  }

  async function lookAt(topic: SeenTopic): Promise<void> {
    const ends = await endOf(topic.name);
    if (topic.ends !== undefined && ends > topic.ends) topic.grewAt = clock.now();
    topic.ends = ends;
    topic.deadLetters = await endOf(`${topic.name}.dlq`);
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    // A topic that cannot be asked keeps its figures; that the log is away is told by the log's own element.
    for (const topic of seen) await lookAt(topic).catch(() => undefined);
    looking = false;
  }

  void look();
  const stop = repeat(clock, [[LOOK_EVERY_MS, () => void look()]]);
  return {
    elements: () =>
      seen
        .filter(({ ends }) => ends !== undefined)
        .map(({ name, ends, deadLetters, grewAt }) => ({
          id: `topic:${name}`,
          kind: 'topic' as const,
          state: 'ok' as const,
          total: ends ?? 0,
          lag: null,
          lastRecordAt: grewAt,
          errors: deadLetters,
          detail: null,
        })),
    close: stop,
  };
}

function namesOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}
