import { createCodec, type EventName } from '../../core/events/codec.ts';
import type { EventTypes, MessageAnalyzed } from '../../core/events/generated.ts';
import type { ArchiveBatch, ArchiveEntry } from './port.ts';

/** Made-up events for the tests and benchmarks of archives. */

const codec = createCodec();

/** The parts of a message that tests care about; the rest is filled in. */
export interface SampleMessage {
  readonly rawOffset: number;
  readonly broadcastId?: string;
  readonly messageId?: string;
  readonly platform?: string;
  readonly authorId?: string;
  readonly authorName?: string;
  readonly text?: string;
  readonly words?: readonly string[];
  readonly sentiment?: string;
  readonly emotion?: string;
  readonly profane?: boolean;
  readonly paid?: boolean;
  readonly eventTime?: number;
}

export const SAMPLE_BROADCAST = 'twitch-sample-20260101T000000000Z';
const SAMPLE_START = Date.UTC(2026, 0, 1);

/** Event time of a sample: a tenth of a second per offset. */
export function sampleTime(rawOffset: number): number {
  return SAMPLE_START + rawOffset * 100;
}

export function sampleAnalyzed(sample: SampleMessage): MessageAnalyzed {
  const text = sample.text ?? `안녕하세요 ${sample.rawOffset}`;
  const eventTime = sample.eventTime ?? sampleTime(sample.rawOffset);
  const platform = sample.platform ?? 'twitch';
  return {
    message: {
      broadcastId: sample.broadcastId ?? SAMPLE_BROADCAST,
      messageId: sample.messageId ?? `m${sample.rawOffset}`,
      platform,
      channelId: `${platform}-sample`,
      eventTime,
      receivedAt: eventTime,
      clock: 'live',
      sentAt: eventTime,
      author: {
        id: sample.authorId ?? 'a1',
        name: sample.authorName ?? '가람',
        login: null,
        roles: [],
        identifiable: true,
      },
      text,
      emotes: [],
      kind: 'text',
      paid: sample.paid ? { kind: 'bits', amount: 100, currency: 'bits' } : null,
      reply: null,
      originId: null,
    },
    eventTime,
    rawOffset: sample.rawOffset,
    rawAppend: eventTime + 20,
    lang: 'ko',
    words: sample.words ?? text.toLowerCase().split(/\s+/u),
    profaneWords: [],
    masked: text,
    maskedAuthor: sample.authorName ?? '가람',
    maskedReplyAuthor: null,
    profane: sample.profane ?? false,
    profanityScore: sample.profane ? 0.9 : 0.1,
    severity: sample.profane ? 2 : 0,
    spans: [],
    sentiment: sample.sentiment ?? 'neutral',
    positive: 0.5,
    emotion: sample.emotion ?? 'peace',
    emotionScores: [0.1, 0.1, 0.1, 0.1, 0.1, 0.4, 0.1],
    modelVersion: 'sample',
    rulesVersion: 0,
  };
}

export function sampleEntry<N extends EventName>(type: N, data: EventTypes[N], offset: number): ArchiveEntry {
  const value = codec.encode(type, data);
  // As read from a log: some fields are rounded to 32-bit floats.
  return { event: codec.decode(value), value, offset };
}

export function messageEntry(sample: SampleMessage): ArchiveEntry {
  return sampleEntry('MessageAnalyzed', sampleAnalyzed(sample), sample.rawOffset);
}

/** Fields that the platform's acts share. */
function actFields(rawOffset: number, broadcastId: string) {
  const eventTime = sampleTime(rawOffset);
  return {
    broadcastId,
    eventTime,
    receivedAt: eventTime,
    clock: 'live' as const,
    rawOffset,
    rawAppend: eventTime + 20,
  };
}

export function removedEntry(
  rawOffset: number,
  messageId: string,
  broadcastId = SAMPLE_BROADCAST,
): ArchiveEntry {
  return sampleEntry(
    'MessageRemoved',
    { ...actFields(rawOffset, broadcastId), messageId, by: null },
    rawOffset,
  );
}

export function sanctionedEntry(
  rawOffset: number,
  authorId: string,
  broadcastId = SAMPLE_BROADCAST,
): ArchiveEntry {
  const fields = { authorId, authorName: null, durationSeconds: 600 };
  return sampleEntry('PlatformSanctioned', { ...actFields(rawOffset, broadcastId), ...fields }, rawOffset);
}

export function clearedEntry(rawOffset: number, broadcastId = SAMPLE_BROADCAST): ArchiveEntry {
  return sampleEntry('ChatCleared', actFields(rawOffset, broadcastId), rawOffset);
}

export function moderatorEntry(
  type: 'MessageHidden' | 'MessageRestored' | 'MessageApproved',
  offset: number,
  messageId: string,
  broadcastId = SAMPLE_BROADCAST,
): ArchiveEntry {
  return sampleEntry(type, { broadcastId, messageId, by: 'mod', at: sampleTime(offset) }, offset);
}

export function erasedEntry(offset: number, authorId: string, platform = 'twitch'): ArchiveEntry {
  const data = { broadcastId: SAMPLE_BROADCAST, platform, authorId, by: null, at: sampleTime(offset) };
  return sampleEntry('AuthorErased', data, offset);
}

/** A batch of one partition; the position is after its last entry unless given. */
export function sampleBatch(
  entries: readonly ArchiveEntry[],
  options: { readonly topic?: string; readonly partition?: number; readonly nextOffset?: number } = {},
): ArchiveBatch {
  const { topic = 'chat.analyzed', partition = 0 } = options;
  const last = entries.at(-1)?.offset ?? -1;
  return {
    topic,
    partition,
    entries,
    nextOffset: options.nextOffset ?? last + 1,
    stamp: topic === 'chat.analyzed' ? last : -1,
  };
}
