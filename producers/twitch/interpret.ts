import type { SourceEvent } from '../port.ts';
import { chatMessage } from './chat.ts';
import type { FrameLine } from './frame.ts';
import { parseIrcLine, type IrcLine } from './irc.ts';
import { sentAtOf, substituteId } from './message-id.ts';
import { noticeMessage } from './notice.ts';

/** What a line means for the session. */
export type Meaning =
  | { readonly type: 'event'; readonly event: SourceEvent }
  /** The server has put the client into the channel. */
  | { readonly type: 'joined' }
  | { readonly type: 'ping'; readonly token: string }
  | { readonly type: 'reconnect' }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'login-failed'; readonly reason: string }
  | { readonly type: 'nothing' };

const NOTHING: Meaning = { type: 'nothing' };

/** Commands that carry nothing for a reader of chat. */
const HARMLESS = new Set([
  'PONG',
  'CAP',
  'PART',
  'USERSTATE',
  'GLOBALUSERSTATE',
  'HOSTTARGET',
  'WHISPER',
  'MODE',
  'QUIT',
  'NICK',
]);

/** Notices after which no message will ever come from this channel. */
const REFUSALS = new Set([
  'msg_channel_suspended',
  'msg_banned',
  'tos_ban',
  'msg_room_not_found',
  'invalid_user',
]);

/** Reads one line as seen by a client that has joined `channel` (lower case, without #). Never throws. */
export function interpretLine(raw: FrameLine, channel: string): Meaning {
  if (raw.text === undefined) return unparsed(raw, raw.reason);
  const line = parseIrcLine(raw.text);
  if (!line) return unparsed(raw, 'not an IRC line');
  switch (line.command) {
    case 'PING':
      return { type: 'ping', token: line.params[0] ?? '' };
    case 'RECONNECT':
      return { type: 'reconnect' };
    case 'NOTICE':
      return interpretNotice(line, channel);
    case 'JOIN':
    case 'ROOMSTATE':
      return isFor(line.params[0], channel) ? { type: 'joined' } : NOTHING;
    case '366':
      return isFor(line.params[1], channel) ? { type: 'joined' } : NOTHING;
    case 'PRIVMSG':
    case 'USERNOTICE':
    case 'CLEARMSG':
    case 'CLEARCHAT':
      return interpretChat(raw, line, channel);
    default:
      return HARMLESS.has(line.command) || /^\d{3}$/.test(line.command)
        ? NOTHING
        : unparsed(raw, `unknown command ${line.command}`);
  }
}

function interpretChat(raw: FrameLine, line: IrcLine, channel: string): Meaning {
  if (!isFor(line.params[0], channel)) return unparsed(raw, `${line.command} for another channel`);
  switch (line.command) {
    case 'PRIVMSG': {
      const message = chatMessage(line);
      return message ? event({ type: 'message', message }) : unparsed(raw, 'PRIVMSG without text or author');
    }
    case 'USERNOTICE': {
      const message = noticeMessage(line);
      return message ? event({ type: 'message', message }) : unparsed(raw, 'USERNOTICE without text');
    }
    case 'CLEARMSG':
      return removal(raw, line);
    default:
      return clearance(raw, line);
  }
}

function removal(raw: FrameLine, line: IrcLine): Meaning {
  const login = line.tags.get('login') ?? '';
  const text = line.params[1] ?? '';
  const messageId = line.tags.get('target-msg-id') || (login && text ? substituteId(login, text) : '');
  if (messageId === '') return unparsed(raw, 'CLEARMSG that names no message');
  return event({ type: 'removed', messageId, by: null, sentAt: sentAtOf(line) });
}

function clearance(raw: FrameLine, line: IrcLine): Meaning {
  const name = line.params[1] ?? '';
  const authorId = line.tags.get('target-user-id') || name;
  const sentAt = sentAtOf(line);
  if (authorId === '') return event({ type: 'cleared', sentAt });
  const duration = line.tags.get('ban-duration');
  if (duration !== undefined && !/^\d{1,12}$/.test(duration))
    return unparsed(raw, 'CLEARCHAT with a senseless duration');
  return event({
    type: 'sanctioned',
    authorId,
    authorName: name || null,
    durationSeconds: duration === undefined ? null : Number(duration),
    sentAt,
  });
}

function interpretNotice(line: IrcLine, channel: string): Meaning {
  const text = line.params[1] ?? '';
  if (isFor(line.params[0], channel) && REFUSALS.has(line.tags.get('msg-id') ?? ''))
    return { type: 'refused', reason: text || 'the channel is not available' };
  // Answers to the login are addressed to nobody.
  if (line.params[0] === '*') return { type: 'login-failed', reason: text || 'login refused' };
  return NOTHING;
}

function isFor(param: string | undefined, channel: string): boolean {
  return param !== undefined && param.toLowerCase() === `#${channel}`;
}

function event(of: SourceEvent): Meaning {
  return { type: 'event', event: of };
}

function unparsed(raw: FrameLine, reason: string): Meaning {
  return { type: 'event', event: { type: 'unparsed', payload: raw.bytes, reason } };
}
