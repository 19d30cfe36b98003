import type { Paid, Reply } from '../../core/events/generated.ts';
import type { SourceMessage } from '../port.ts';
import { authorOf } from './author.ts';
import { parseEmotes } from './emotes.ts';
import type { IrcLine } from './irc.ts';
import { sentAtOf, substituteId } from './message-id.ts';

const ACTION = /^\u0001ACTION ([^\u0001]*)\u0001?$/;

/** A PRIVMSG as a message; undefined where it has no text or no author. */
export function chatMessage(line: IrcLine): SourceMessage | undefined {
  const sent = line.params[1];
  const login = line.nick ?? '';
  if (sent === undefined || sent === '' || login === '') return undefined;
  const action = ACTION.exec(sent);
  const text = action?.[1] ?? sent;
  if (text === '') return undefined;
  const paid = bitsOf(line);
  return {
    messageId: line.tags.get('id') || substituteId(login, text),
    sentAt: sentAtOf(line),
    author: authorOf({ line, login }),
    text,
    emotes: parseEmotes(line.tags.get('emotes') ?? '', text),
    kind: paid ? 'paid' : action ? 'action' : 'text',
    paid,
    reply: replyOf(line),
    originId: line.tags.get('source-id') || null,
  };
}

/** Bits stay bits: what one is worth in money differs by country. */
function bitsOf(line: IrcLine): Paid | null {
  const amount = Number(line.tags.get('bits') || 0);
  return Number.isSafeInteger(amount) && amount > 0 ? { kind: 'bits', amount, currency: 'bits' } : null;
}

function replyOf(line: IrcLine): Reply | null {
  const messageId = line.tags.get('reply-parent-msg-id');
  if (!messageId) return null;
  const author = line.tags.get('reply-parent-display-name') || line.tags.get('reply-parent-user-login');
  return { messageId, author: author || null };
}
