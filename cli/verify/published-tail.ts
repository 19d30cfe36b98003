import type { EventCodec } from '../../core/events/codec.ts';
import { decode } from './analyzed-stream.ts';
import type { LogSource } from './sources.ts';

/**
 * What a processor has published and its store has not read yet, of `chat.windows` or `chat.words`: per broadcast and
 * size the earliest closed window. Windows of one broadcast close in order, so that it and all later ones are pending.
 */
export interface PublishedTail {
  isPending(broadcastId: string, sizeMs: number, start: number): boolean;
  /** Records that the store has not read. */
  readonly records: number;
}

export interface PublishedTailOptions {
  readonly log: LogSource;
  readonly codec: EventCodec;
  readonly topic: 'chat.windows' | 'chat.words';
  readonly partition: number;
  /** The store has read up to here. */
  readonly nextOffset: number;
}

export function readPublishedTail(options: PublishedTailOptions): PublishedTail {
  const { log, topic, partition } = options;
  const { start, end } = log.range(topic, partition);
  const from = Math.max(start, options.nextOffset);
  const earliest = new Map<string, number>();
  for (const record of log.records(topic, partition, from, end)) {
    const event = decode(options.codec, record.value);
    if (event?.type !== 'WindowUpdated' && event?.type !== 'WordsRanked') continue;
    if (!event.data.closed) continue;
    const size = event.type === 'WindowUpdated' ? event.data.sizeMs : 60_000;
    const key = `${size}\n${event.data.broadcastId}`;
    earliest.set(key, Math.min(event.data.start, earliest.get(key) ?? Number.POSITIVE_INFINITY));
  }
  return {
    records: Math.max(0, end - from),
    isPending: (broadcastId, sizeMs, windowStart) =>
      windowStart >= (earliest.get(`${sizeMs}\n${broadcastId}`) ?? Number.POSITIVE_INFINITY),
  };
}
