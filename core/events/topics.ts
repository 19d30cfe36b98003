/** How long a topic is kept: for ever, or for CHATPULSE_RETENTION_DAYS. */
export type Retention = 'forever' | 'setting';

export interface TopicSettings {
  readonly partitions: number;
  readonly retention: Retention;
}

/**
 * Partitions of every keyed topic, for ever: a record of `chat.analyzed` goes to the partition of the same number as
 * its record of `chat.raw`, and a change of the number would move keys.
 */
export const PARTITIONS = 16;

const keyed = (retention: Retention): TopicSettings => ({ partitions: PARTITIONS, retention });

/** The topics of the product. Each input topic also has a dead-letter topic `<name>.dlq`. */
export const TOPICS = {
  'broadcast.events': keyed('forever'),
  'chat.raw': keyed('setting'),
  'chat.analyzed': keyed('setting'),
  'chat.windows': keyed('setting'),
  'chat.words': keyed('setting'),
  'moderation.rules': keyed('forever'),
  'moderation.events': keyed('forever'),
  'chat.raw.dlq': keyed('setting'),
  'chat.analyzed.dlq': keyed('setting'),
  'chat.windows.dlq': keyed('setting'),
  'chat.words.dlq': keyed('setting'),
  'broadcast.events.dlq': keyed('setting'),
  'moderation.events.dlq': keyed('setting'),
} as const satisfies Record<string, TopicSettings>;

export type TopicName = keyof typeof TOPICS;

export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
