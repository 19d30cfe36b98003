/**
 * Canaries: messages that the product sends itself, through the log and the analysis up to the gateways, to see that the
 * way is open. Each carries a broadcast of its own that no capture, list, figure, archive or alert knows.
 */
import type { MessagePosted } from '../events/generated.ts';
import { PARTITIONS } from '../events/topics.ts';
import { partitionOf } from '../log/partitioner.ts';

const PLATFORM = 'chatpulse';
const PREFIX = 'chatpulse-canary-';
/** A text that the models have something to say to, and that no list masks. */
const TEXT = 'The canary sings: good morning!';

/** Whether a broadcast is one of canaries: whoever makes figures for people leaves it out. */
export function isCanary(broadcastId: string): boolean {
  return broadcastId.startsWith(PREFIX);
}

/** Records of a topic whose key is the broadcast, without those of canaries. */
export function withoutCanaries<R extends { readonly key: string }>(records: readonly R[]): readonly R[] {
  return records.some(({ key }) => isCanary(key)) ? records.filter(({ key }) => !isCanary(key)) : records;
}

/** The broadcast of canaries whose messages go to this partition of `chat.raw`. */
export function canaryBroadcast(partition: number): string {
  for (let salt = 0; ; salt += 1) {
    const id = `${PREFIX}${partition}-${salt}`;
    if (partitionOf(id, PARTITIONS) === partition) return id;
  }
}

/** `at` is ms since 1970. */
export function canaryMessage(broadcastId: string, messageId: string, at: number): MessagePosted {
  return {
    broadcastId,
    messageId,
    platform: PLATFORM,
    channelId: `${PLATFORM}-canary`,
    eventTime: at,
    receivedAt: at,
    clock: 'live',
    sentAt: at,
    author: { id: 'canary', name: 'canary', login: null, roles: [], identifiable: false },
    text: TEXT,
    emotes: [],
    kind: 'text',
    paid: null,
    reply: null,
    originId: null,
  };
}
