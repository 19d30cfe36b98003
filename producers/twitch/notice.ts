import type { Paid } from '../../core/events/generated.ts';
import type { SourceMessage } from '../port.ts';
import { authorOf } from './author.ts';
import { parseEmotes } from './emotes.ts';
import type { IrcLine } from './irc.ts';
import { sentAtOf, substituteId } from './message-id.ts';

const MEMBERSHIPS = new Set([
  'sub',
  'resub',
  'primepaidupgrade',
  'giftpaidupgrade',
  'anongiftpaidupgrade',
  'standardpayforward',
  'communitypayforward',
  'extendsub',
]);
const GIFTS = new Set(['subgift', 'anonsubgift']);
/** Announces gifts that follow one by one, so it carries no payment of its own. */
const GIFT_ANNOUNCEMENTS = new Set(['submysterygift', 'anonsubmysterygift']);

/**
 * A USERNOTICE (subscription, gift, raid, announcement, …) as a message: what the user wrote with it, or else the
 * platform's own sentence. Undefined where it has neither.
 */
export function noticeMessage(line: IrcLine): SourceMessage | undefined {
  const written = line.params[1] ?? '';
  const text = written !== '' ? written : (line.tags.get('system-msg') ?? '').trim();
  if (text === '') return undefined;
  const login = line.tags.get('login') || '';
  // In shared chat the kind of the original notice stands in a tag of its own.
  const kind = line.tags.get('source-msg-id') || line.tags.get('msg-id') || '';
  return {
    messageId: line.tags.get('id') || substituteId(login, text),
    sentAt: sentAtOf(line),
    author: authorOf({ line, login }),
    text,
    emotes: written !== '' ? parseEmotes(line.tags.get('emotes') ?? '', written) : [],
    kind: MEMBERSHIPS.has(kind) || GIFTS.has(kind) || GIFT_ANNOUNCEMENTS.has(kind) ? 'membership' : 'notice',
    paid: paidOf(kind),
    reply: null,
    originId: line.tags.get('source-id') || null,
  };
}

function paidOf(kind: string): Paid | null {
  if (MEMBERSHIPS.has(kind)) return { kind: 'membership', amount: 1, currency: 'subscription' };
  if (GIFTS.has(kind)) return { kind: 'gift', amount: 1, currency: 'subscription' };
  return null;
}
