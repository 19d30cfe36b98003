/** How long a topic is kept: for ever, for CHATPULSE_RETENTION_DAYS, or for a day (never longer than the setting). */
export type Retention = 'forever' | 'setting' | 'day';

const DAY_MS = 86_400_000;

/** How long a topic is kept, ms; undefined: for ever. `retentionDays` is the setting. */
export function keptFor(retention: Retention, retentionDays: number): number | undefined {
  if (retention === 'forever') return undefined;
  return Math.round((retention === 'day' ? Math.min(1, retentionDays) : retentionDays) * DAY_MS);
}

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
  'alert.events': keyed('forever'),
  'system.health': keyed('day'),
  'chat.raw.dlq': keyed('setting'),
  'chat.analyzed.dlq': keyed('setting'),
  'chat.windows.dlq': keyed('setting'),
  'chat.words.dlq': keyed('setting'),
  'broadcast.events.dlq': keyed('setting'),
  'moderation.rules.dlq': keyed('setting'),
  'moderation.events.dlq': keyed('setting'),
  'alert.events.dlq': keyed('setting'),
  'system.health.dlq': keyed('day'),
} as const satisfies Record<string, TopicSettings>;

export type TopicName = keyof typeof TOPICS;

export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
