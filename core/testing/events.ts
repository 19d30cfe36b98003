import type { ChatpulseEvent } from '../events/codec.ts';
import type { MessageAnalyzed, MessagePosted, RulesChanged, SourceProgress } from '../events/generated.ts';

/** 2026-01-01T00:00:00Z, a full minute, ms since 1970. */
export const NEW_YEAR = Date.UTC(2026, 0, 1);

/** A plain message; times at New Year unless told otherwise. */
export function posted(overrides: Partial<MessagePosted> = {}): MessagePosted {
  return {
    broadcastId: 'twitch-test-1',
    messageId: 'm1',
    platform: 'twitch',
    channelId: 'twitch-test',
    eventTime: NEW_YEAR,
    receivedAt: NEW_YEAR,
    clock: 'live',
    sentAt: null,
    author: { id: 'u1', name: 'Ada', login: null, roles: [], identifiable: true },
    text: 'hello',
    emotes: [],
    kind: 'text',
    paid: null,
    reply: null,
    originId: null,
    ...overrides,
  };
}

export function postedEvent(overrides: Partial<MessagePosted> = {}): ChatpulseEvent {
  return { type: 'MessagePosted', data: posted(overrides) };
}

/** A message as `analyze` writes it; `message` overrides go into the message itself. */
export function analyzed(
  overrides: Partial<Omit<MessageAnalyzed, 'message'>> & { readonly message?: Partial<MessagePosted> } = {},
): MessageAnalyzed {
  const { message: messageOverrides, ...rest } = overrides;
  const message = posted(messageOverrides);
  return {
    message,
    eventTime: message.eventTime,
    rawOffset: 0,
    rawAppend: message.eventTime,
    lang: 'en',
    words: ['hello'],
    profaneWords: [],
    masked: message.text,
    maskedAuthor: message.author.name,
    maskedReplyAuthor: message.reply?.author ?? null,
    profane: false,
    profanityScore: 0,
    severity: 0,
    spans: [],
    sentiment: 'neutral',
    positive: 0.5,
    emotion: 'peace',
    emotionScores: [0, 0, 0, 0, 0, 1, 0],
    modelVersion: 'test',
    rulesVersion: 0,
    ...rest,
  };
}

export function progressed(overrides: Partial<SourceProgress> = {}): SourceProgress {
  return {
    broadcastId: 'twitch-test-1',
    eventTime: NEW_YEAR,
    receivedAt: NEW_YEAR,
    clock: 'live',
    final: false,
    cursor: null,
    viewers: null,
    rawOffset: -1,
    rawAppend: -1,
    ...overrides,
  };
}

/** Rules of the channel of {@link posted}. */
export function rulesChanged(overrides: Partial<RulesChanged> = {}): RulesChanged {
  return {
    channelId: 'twitch-test',
    version: 1,
    mask: [],
    allow: [],
    severity: 1,
    at: NEW_YEAR,
    by: 'test',
    ...overrides,
  };
}
