import { appendFileSync } from 'node:fs';
import kafkajs from 'kafkajs';
import { createCodec, type ChatpulseEvent } from '../../core/events/codec.ts';
import { messageKey } from '../../core/events/ids.ts';
import { loadRegistryIds } from '../../core/events/registry/registry-codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { progressed } from '../../core/testing/events.ts';
import { FIRST_SHOW, madeMessage } from '../support/made-chat.ts';
import type { Stack } from './stack.ts';

/** The partition of the show in every topic that is keyed by broadcast. */
export const SHOW_PARTITION = partitionOf(FIRST_SHOW, PARTITIONS);
/** Messages of a minute, one a tenth of a second. */
export const MINUTE = 600;

/** A watched show on a stack, said by the test instead of a capture. */
export interface MadeShow {
  /** Event time of message 0, ms since 1970. */
  readonly begin: number;
  /** Appends messages to `chat.raw`, and their ids to the ledger. */
  say(first: number, count: number): Promise<void>;
  append(topic: string, events: readonly ChatpulseEvent[]): Promise<void>;
  /** The final progress, after so many messages. */
  end(messages: number): Promise<void>;
  /** Where a topic's partition of the show ends. */
  endOf(topic: string): Promise<number>;
  /** Deletes records as retention does, at once. */
  deleteBefore(topic: string, offset: number): Promise<void>;
}

export async function makeShow(stack: Stack): Promise<MadeShow> {
  const { log, kafka, env, ledgerFile } = stack;
  const codec = createCodec(await loadRegistryIds({ url: env['CHATPULSE_REGISTRY_URL'] ?? '' }));
  // The last minutes, so that the broadcast's clock takes the times as they are.
  const begin = Math.floor(Date.now() / 60_000) * 60_000 - 8 * 60_000;

  async function append(topic: string, events: readonly ChatpulseEvent[]): Promise<void> {
    const key = topic === 'broadcast.events' ? 'twitch-first' : FIRST_SHOW;
    await log.append(events.map(({ type, data }) => ({ topic, key, value: codec.encode(type, data) })));
  }

  await append('broadcast.events', [
    {
      type: 'WatchRequested',
      data: {
        channelId: 'twitch-first',
        broadcastId: FIRST_SHOW,
        platform: 'twitch',
        channel: 'first',
        url: 'https://www.twitch.tv/first',
        speed: '1',
        at: begin,
      },
    },
  ]);

  return {
    begin,
    append,
    async say(first, count) {
      const events = Array.from({ length: count }, (_, n) => {
        const eventTime = begin + (first + n) * 100;
        return madeMessage(first + n, { eventTime, receivedAt: eventTime, sentAt: eventTime });
      });
      await append('chat.raw', events);
      const ids = events.map((_, n) => `${messageKey(FIRST_SHOW, `m${first + n}`)}\n`);
      appendFileSync(ledgerFile, ids.join(''));
    },
    end(messages) {
      const eventTime = begin + Math.ceil(messages / MINUTE) * 60_000;
      const data = progressed({ broadcastId: FIRST_SHOW, eventTime, receivedAt: eventTime, final: true });
      return append('chat.raw', [{ type: 'SourceProgress', data }]);
    },
    async endOf(topic) {
      const ranges = await log.ranges(topic);
      return ranges.find(({ partition }) => partition === SHOW_PARTITION)?.end ?? 0;
    },
    async deleteBefore(topic, offset) {
      const admin = new kafkajs.Kafka({
        brokers: [...kafka.brokers],
        logLevel: kafkajs.logLevel.NOTHING,
      }).admin();
      await admin.connect();
      // kafkajs deletes only in topics whose leaders it has looked up before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({
        topic,
        partitions: [{ partition: SHOW_PARTITION, offset: String(offset) }],
      });
      await admin.disconnect();
    },
  };
}
