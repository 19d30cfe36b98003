import { isUtf8 } from 'node:buffer';
import { jsonBytes, numberOf, objectOf, parseJson, textOf, type JsonObject } from '../json-fields.ts';
import type { SourceEvent } from '../port.ts';
import { COMMAND } from './command.ts';
import type { MessageIds } from './message-ids.ts';
import { messageOf } from './message.ts';
import { isHidden, removalsOf, sanctionOf } from './moderation.ts';

/** What a frame means for the session. */
export type Meaning =
  | { readonly type: 'events'; readonly events: readonly SourceEvent[] }
  /** The last messages, asked for after connecting; oldest first. */
  | { readonly type: 'backlog'; readonly events: readonly SourceEvent[] }
  | { readonly type: 'connected'; readonly sid: string }
  /** The chat does not take the reader: an old token, as a rule. */
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'ping' }
  | { readonly type: 'session-ended'; readonly reason: string }
  | { readonly type: 'nothing' };

const NOTHING: Meaning = { type: 'nothing' };

/** Reads one frame. Never throws: what cannot be understood is an event of its own, message by message. */
export function interpretFrame(bytes: Uint8Array, ids: MessageIds): Meaning {
  if (!isUtf8(bytes)) return events([unparsed(bytes, 'invalid UTF-8')]);
  const frame = objectOf(parseJson(Buffer.from(bytes).toString('utf8')));
  const command = numberOf(frame, 'cmd');
  if (!frame || command === undefined) return events([unparsed(bytes, 'no command')]);
  const body = frame['bdy'];
  const oneOf = (read: (body: JsonObject) => readonly SourceEvent[] | undefined, lacks: string): Meaning => {
    const object = objectOf(body);
    return events((object && read(object)) ?? [unparsed(bytes, lacks)]);
  };
  switch (command) {
    case COMMAND.ping:
      return { type: 'ping' };
    case COMMAND.pong:
    case COMMAND.event:
    case COMMAND.notice:
      return NOTHING;
    case COMMAND.connected:
      return connection(frame);
    case COMMAND.chat:
    case COMMAND.special:
      return events(Array.isArray(body) ? posted(body, ids) : [unparsed(bytes, 'no messages')]);
    case COMMAND.recent:
      return backlog(bytes, body, ids);
    case COMMAND.blind:
      return oneOf((object) => removalsOf(object, ids), 'a blind that names no message');
    case COMMAND.kick:
    case COMMAND.penalty:
      return oneOf((object) => listOf(sanctionOf(object)), 'a sanction that names nobody');
    case COMMAND.sessionEnded:
      return { type: 'session-ended', reason: textOf(frame, 'retMsg') || 'the platform ended the session' };
    default:
      return events([unparsed(bytes, `unknown command ${command}`)]);
  }
}

function connection(frame: JsonObject): Meaning {
  const code = numberOf(frame, 'retCode');
  const sid = textOf(objectOf(frame['bdy']), 'sid');
  if (code === 0 && sid) return { type: 'connected', sid };
  const why = textOf(frame, 'retMsg') ?? 'no reason';
  return { type: 'rejected', reason: `the chat refused the connection (${code ?? 'no code'}: ${why})` };
}

function posted(items: readonly unknown[], ids: MessageIds): SourceEvent[] {
  return items.flatMap((value) => {
    const item = objectOf(value);
    const read = item ? messageOf(item, ids) : { reason: 'a message that is no object' };
    if ('reason' in read) return [unparsed(jsonBytes(value), read.reason)];
    const { message } = read;
    const event: SourceEvent = { type: 'message', message };
    if (!item || !isHidden(item)) return [event];
    return [event, { type: 'removed', messageId: message.messageId, by: null, sentAt: null }];
  });
}

/** A chat in which nothing was said has none. Undefined where what is there is no list. */
function backlogItems(body: unknown): readonly unknown[] | undefined {
  if (body === null || body === undefined) return [];
  const object = objectOf(body);
  const list = object ? (object['messageList'] ?? []) : body;
  return Array.isArray(list) ? (list as readonly unknown[]) : undefined;
}

/** The platform does not promise the order of its backlog. */
function backlog(bytes: Uint8Array, body: unknown, ids: MessageIds): Meaning {
  const items = backlogItems(body);
  if (!items) return { type: 'backlog', events: [unparsed(bytes, 'a backlog without messages')] };
  const timeAt = (item: unknown): number => numberOf(objectOf(item), 'messageTime', 'msgTime') ?? 0;
  return {
    type: 'backlog',
    events: posted(
      [...items].sort((a, b) => timeAt(a) - timeAt(b)),
      ids,
    ),
  };
}

function events(list: readonly SourceEvent[]): Meaning {
  return { type: 'events', events: list };
}

function listOf(event: SourceEvent | undefined): SourceEvent[] | undefined {
  return event && [event];
}

function unparsed(payload: Uint8Array, reason: string): SourceEvent {
  return { type: 'unparsed', payload, reason };
}
