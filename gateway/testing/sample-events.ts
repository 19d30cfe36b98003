import type {
  EventTypes,
  MessageAnalyzed,
  RankedWord,
  WindowUpdated,
  WordsRanked,
} from '../../core/events/generated.ts';

/** A message of the log, made of its number. Times are ms since 1970. */
export function sampleMessage(
  broadcastId: string,
  seq: number,
  changes: { readonly text?: string; readonly authorId?: string; readonly at?: number } = {},
): MessageAnalyzed {
  const at = changes.at ?? 1_700_000_000_000 + seq * 10;
  const text = changes.text ?? `메시지 ${seq}`;
  const authorId = changes.authorId ?? `user-${seq % 7}`;
  return {
    message: {
      broadcastId,
      messageId: `m-${seq}`,
      platform: 'test',
      channelId: 'test-channel',
      eventTime: at,
      receivedAt: at,
      clock: 'live',
      sentAt: at,
      author: { id: authorId, name: authorId, login: null, roles: [], identifiable: true },
      text,
      emotes: [],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
    },
    eventTime: at,
    rawOffset: seq,
    rawAppend: at,
    lang: 'ko',
    words: ['메시지'],
    profaneWords: [],
    masked: text,
    maskedAuthor: authorId,
    maskedReplyAuthor: null,
    profane: false,
    profanityScore: 0.01,
    severity: 0,
    spans: [],
    sentiment: 'positive',
    positive: 0.8125,
    emotion: 'joy',
    emotionScores: [0, 0.9, 0, 0, 0, 0.1, 0],
    modelVersion: 'test',
    rulesVersion: 0,
  };
}

export function sampleWindow(
  broadcastId: string,
  start: number,
  changes: Partial<WindowUpdated> = {},
): WindowUpdated {
  return {
    broadcastId,
    platform: 'test',
    channelId: 'test-channel',
    sizeMs: 60_000,
    start,
    closed: false,
    stamp: 1,
    messages: 4,
    positive: 2,
    negative: 1,
    neutral: 1,
    profane: 1,
    emotions: [1, 2, 0, 0, 0, 1, 0],
    positiveSum: 2.5,
    authors: 3,
    paid: 0,
    removed: 0,
    sanctions: 0,
    negativeAuthors: 1,
    profaneAuthors: 1,
    voices: 4,
    negativeVoices: 1,
    profaneVoices: 1,
    recorded: false,
    ...changes,
  };
}

export function sampleWords(
  broadcastId: string,
  start: number,
  words: readonly RankedWord[],
  changes: Partial<WordsRanked> = {},
): WordsRanked {
  const total = words.reduce((sum, { count }) => sum + count, 0);
  return {
    broadcastId,
    channelId: 'test-channel',
    start,
    closed: false,
    stamp: 1,
    messages: total,
    total,
    words,
    ...changes,
  };
}

export function sampleRemoval(
  broadcastId: string,
  seq: number,
  messageId: string,
): EventTypes['MessageRemoved'] {
  const at = 1_700_000_000_000 + seq * 10;
  return {
    broadcastId,
    messageId,
    eventTime: at,
    receivedAt: at,
    clock: 'live',
    by: null,
    rawOffset: seq,
    rawAppend: at,
  };
}
