import type { Author, Emote } from '../../core/events/generated.ts';
import type { SourceEvent, SourceMessage } from '../port.ts';
import { accountOf, authorOf } from './author.ts';
import { OP } from './command.ts';
import { GIFTS } from './gifts.ts';
import type { Packet, Piece } from './packet.ts';

/** What a piece of the stream means for the session. */
export type Meaning =
  | { readonly type: 'event'; readonly event: SourceEvent }
  | { readonly type: 'logged-in' }
  | { readonly type: 'joined' }
  /** The chat does not take the reader. */
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'over' }
  | { readonly type: 'nothing' };

/** Gives out the ids of a session, since messages have none of their own. */
export type NextId = () => string;

const NOTHING: Meaning = { type: 'nothing' };
const FINE = '00';

/** How somebody left who was thrown out: by a moderator, or by the platform. */
const THROWN_OUT = new Set(['2', '6']);

/** Numbers of packets that are known, most of which say nothing of the chat: icons, polls, missions, freezes, … */
const KNOWN: readonly (readonly [first: number, last: number])[] = [
  [0, 48],
  [50, 54],
  [58, 58],
  [65, 65],
  [70, 79],
  [86, 95],
  [102, 111],
  [117, 128],
];

/** Reads one piece of the stream. Never throws. */
export function interpretPiece(piece: Piece, nextId: NextId): Meaning {
  if (piece.type === 'unparsed') return unparsed(piece.bytes, piece.reason);
  const { packet } = piece;
  const { op, fields } = packet;
  switch (op) {
    case OP.login:
      return packet.code === FINE ? { type: 'logged-in' } : rejected('login', packet);
    case OP.join:
      return packet.code === FINE ? { type: 'joined' } : rejected('join', packet);
    case OP.end:
      return { type: 'over' };
    case '0004':
      return departure(fields);
    case '0005':
      return chat(packet, nextId);
    case '0008':
      return mute(packet);
    case '0109':
      return sticker(packet, nextId);
    default:
      if (Object.hasOwn(GIFTS, op)) return gift(packet, nextId);
      return KNOWN.some(([first, last]) => Number(op) >= first && Number(op) <= last)
        ? NOTHING
        : unparsed(packet.bytes, `unknown packet ${op}`);
  }
}

/** Text, account, two settings, language, nickname, flags, months of subscription. */
function chat(packet: Packet, nextId: NextId): Meaning {
  const [text = '', id, , , , nickname, flags] = packet.fields;
  const author = authorOf({ id, nickname, flags });
  if (text === '' || !author) return unparsed(packet.bytes, 'a message without text or author');
  return message(nextId, author, { text });
}

/** Room, text, group and number of the picture, its version, account, nickname, flags. */
function sticker(packet: Packet, nextId: NextId): Meaning {
  const [, written = '', group = '', number = '', , id, nickname, flags] = packet.fields;
  const author = authorOf({ id, nickname, flags });
  if (!author || group === '') return unparsed(packet.bytes, 'a sticker without picture or author');
  const name = '스티커';
  const picture: Emote = { id: `${group}/${number}`, name, start: 0, end: name.length };
  const text = written || name;
  return message(nextId, author, { text, kind: 'sticker', emotes: written === '' ? [picture] : [] });
}

function gift(packet: Packet, nextId: NextId): Meaning {
  const layout = GIFTS[packet.op];
  const author =
    layout && authorOf({ id: packet.fields[layout.id], nickname: packet.fields[layout.nickname] });
  const given = layout?.read(packet.fields);
  if (!author || !given) return unparsed(packet.bytes, `a gift (${packet.op}) without amount or giver`);
  return message(nextId, author, given);
}

/** Account, flags, seconds, how often, who did it, their role, a note, nickname. */
function mute(packet: Packet): Meaning {
  const [id = '', , seconds = ''] = packet.fields;
  const authorId = accountOf(id);
  if (authorId === '' || !/^\d{1,9}$/.test(seconds))
    return unparsed(packet.bytes, 'a mute without account or length');
  const authorName = packet.fields[7]?.trim() || null;
  return event({
    type: 'sanctioned',
    authorId,
    authorName,
    durationSeconds: Number(seconds) || null,
    sentAt: null,
  });
}

/** Of all who come (1) and go (-1) only those matter who were thrown out: account, nickname, how they left. */
function departure(fields: readonly string[]): Meaning {
  const [direction, id = '', nickname = '', how = ''] = fields;
  const authorId = accountOf(id);
  if (direction !== '-1' || authorId === '' || !THROWN_OUT.has(how)) return NOTHING;
  return event({
    type: 'sanctioned',
    authorId,
    authorName: nickname.trim() || null,
    durationSeconds: null,
    sentAt: null,
  });
}

function message(
  nextId: NextId,
  author: Author,
  own: Pick<SourceMessage, 'text'> & Partial<SourceMessage>,
): Meaning {
  return event({
    type: 'message',
    message: {
      messageId: nextId(),
      sentAt: null,
      author,
      emotes: [],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
      ...own,
    },
  });
}

function rejected(what: string, packet: Packet): Meaning {
  return { type: 'rejected', reason: `the chat refused the ${what} (code ${packet.code})` };
}

function event(of: SourceEvent): Meaning {
  return { type: 'event', event: of };
}

function unparsed(payload: Uint8Array, reason: string): Meaning {
  return event({ type: 'unparsed', payload, reason });
}
