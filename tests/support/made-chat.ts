import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { MessagePosted } from '../../core/events/generated.ts';
import { NEW_YEAR, posted, progressed } from '../../core/testing/events.ts';
import { makeDataFolder, type MadeFolder } from './data-folder-maker.ts';

export const FIRST_SHOW = 'twitch-first-20260101T000000000Z';
export const SECOND_SHOW = 'twitch-second-20260101T000000000Z';

/** What each message says, in turn: with profanity (for plain-analyzer.ts), repeated and rare words. */
const TEXTS = ['good morning', 'what a bad move', 'boss boss boss', 'lovely song', 'is this live'];

/** One message of a made chat: number `index`, half a second after the one before. */
export function madeMessage(index: number, overrides: Partial<MessagePosted> = {}): ChatpulseEvent {
  const eventTime = NEW_YEAR + index * 500;
  const author = `u${index % 7}`;
  return {
    type: 'MessagePosted',
    data: posted({
      broadcastId: FIRST_SHOW,
      messageId: `m${index}`,
      channelId: 'twitch-first',
      eventTime,
      receivedAt: eventTime,
      sentAt: eventTime,
      author: { id: author, name: author.toUpperCase(), login: null, roles: [], identifiable: true },
      text: TEXTS[index % TEXTS.length] ?? '',
      ...overrides,
    }),
  };
}

/** An act of the platform on the first show, said after message `index`. */
export function madeAct(
  index: number,
  act: { removed: string } | { sanctioned: string } | { cleared: true },
): ChatpulseEvent {
  const eventTime = NEW_YEAR + index * 500;
  const common = {
    broadcastId: FIRST_SHOW,
    eventTime,
    receivedAt: eventTime,
    clock: 'live',
    rawOffset: -1,
    rawAppend: -1,
  } as const;
  if ('removed' in act)
    return { type: 'MessageRemoved', data: { ...common, messageId: act.removed, by: null } };
  if ('sanctioned' in act)
    return {
      type: 'PlatformSanctioned',
      data: { ...common, authorId: act.sanctioned, authorName: null, durationSeconds: 600 },
    };
  return { type: 'ChatCleared', data: common };
}

/** A moderator's act on a message of the first show. */
export function madeVerdict(
  type: 'MessageHidden' | 'MessageRestored' | 'MessageApproved',
  messageId: string,
): ChatpulseEvent {
  return { type, data: { broadcastId: FIRST_SHOW, messageId, by: 'host', at: NEW_YEAR } };
}

/** Appends `count` made messages of a show from number `first` on, with the log's clock at their times. */
export async function sayMessages(
  folder: MadeFolder,
  first: number,
  count: number,
  overrides: Partial<MessagePosted> = {},
): Promise<void> {
  const batch = 20;
  for (let i = first; i < first + count; i += batch) {
    const last = Math.min(first + count, i + batch);
    folder.now = NEW_YEAR + (last - 1) * 500;
    const events = Array.from({ length: last - i }, (_, n) => madeMessage(i + n, overrides));
    await folder.append('chat.raw', events);
  }
}

/**
 * A folder with about four minutes of chat in two shows: repeats, a copy of shared chat, removals before and after
 * their message, a sanction, a clear, verdicts, an erasure and a damaged record; the first show is over, the other goes on.
 */
export async function makeEventfulFolder(): Promise<MadeFolder> {
  const folder = makeDataFolder({ now: NEW_YEAR });
  await sayMessages(folder, 0, 200);
  // So that chat.analyzed has several batches.
  await folder.process(['analyze']);
  await folder.append('chat.raw', [
    madeMessage(150),
    madeMessage(200, { messageId: 'own', originId: 'origin' }),
    madeMessage(201, { messageId: 'copy', originId: 'origin' }),
    madeAct(201, { removed: 'm10' }),
    madeAct(201, { removed: 'm220' }),
  ]);
  await folder.appendRecords([
    { topic: 'chat.raw', key: FIRST_SHOW, value: Buffer.from('this is no event') },
  ]);
  await sayMessages(folder, 202, 100);
  await folder.process(['analyze']);
  await folder.append('chat.raw', [madeAct(302, { sanctioned: 'u3' })]);
  await sayMessages(folder, 303, 50);
  await folder.append('chat.raw', [madeAct(353, { cleared: true })]);
  await sayMessages(folder, 354, 120);
  await sayMessages(folder, 100, 350, {
    broadcastId: SECOND_SHOW,
    channelId: 'twitch-second',
    author: { id: 'gone', name: 'Gone', login: null, roles: [], identifiable: true },
  });
  await sayMessages(folder, 450, 30, { broadcastId: SECOND_SHOW, channelId: 'twitch-second' });
  await folder.append('chat.raw', [
    {
      type: 'SourceProgress',
      data: progressed({ broadcastId: FIRST_SHOW, eventTime: NEW_YEAR + 240_000, final: true }),
    },
  ]);
  await folder.append('moderation.events', [
    madeVerdict('MessageHidden', 'm5'),
    madeVerdict('MessageApproved', 'm6'),
    madeVerdict('MessageHidden', 'm7'),
    madeVerdict('MessageRestored', 'm7'),
    {
      type: 'AuthorErased',
      data: { broadcastId: FIRST_SHOW, platform: 'twitch', authorId: 'gone', by: 'host', at: NEW_YEAR },
    },
  ]);
  return folder;
}
