import { isUtf8 } from 'node:buffer';

/**
 * The chat protocol's packets: ESC TAB, four digits that say what it is, six for the length of the payload in bytes, two
 * for a return code; then the payload, whose fields each begin with a form feed.
 */
export interface Packet {
  /** Four digits. */
  readonly op: string;
  /** `00` for good. */
  readonly code: string;
  readonly fields: readonly string[];
  /** All of it, as it came. */
  readonly bytes: Uint8Array;
}

/** What a stream of bytes holds: packets, and what is none. */
export type Piece =
  | { readonly type: 'packet'; readonly packet: Packet }
  | { readonly type: 'unparsed'; readonly bytes: Uint8Array; readonly reason: string };

/** Takes a stream apart. However it is cut, the pieces are the same. Never throws. */
export interface PacketReader {
  push(chunk: Uint8Array): Piece[];
  /** The stream is over: what is left of it. */
  end(): Piece[];
}

const ESC = 0x1b;
const TAB = 0x09;
const FORM_FEED = 0x0c;
const HEADER_BYTES = 14;
/** Bytes that belong to no packet are told in pieces of at most this. */
const JUNK_BYTES = 4_096;

export function createPacketReader(): PacketReader {
  const stored = createStore();
  /** Up to here no packet begins. */
  let scanned = 0;
  /** In the payload that is waited for, up to here no other packet begins. */
  let searched = HEADER_BYTES;

  function takeJunk(pieces: Piece[], length: number, reason = 'bytes outside of a packet'): void {
    for (let left = length; left > 0; left -= JUNK_BYTES)
      pieces.push({ type: 'unparsed', bytes: stored.take(Math.min(left, JUNK_BYTES)), reason });
  }

  /** Moves to the next header; answers the length of its payload, or undefined where it is not there yet. */
  function findHeader(bytes: Buffer): number | undefined {
    for (;;) {
      const at = bytes.indexOf(ESC, scanned);
      if (at < 0) {
        scanned = bytes.length;
        return undefined;
      }
      scanned = at;
      if (bytes.length - at < HEADER_BYTES) return undefined;
      const length = payloadLengthAt(bytes, at);
      if (length !== undefined) return length;
      scanned = at + 1;
    }
  }

  /**
   * Where in a packet, of which all or the first part is here, another one begins: it is shorter than it says, and must
   * not take what follows it along. Undefined where none does.
   */
  function findInner(packet: Buffer): number | undefined {
    for (;;) {
      const at = packet.indexOf(ESC, searched);
      searched = at < 0 ? packet.length : at;
      if (packet.length - searched < HEADER_BYTES) return undefined;
      if (payloadLengthAt(packet, at) !== undefined) return at;
      searched = at + 1;
    }
  }

  return {
    push(chunk) {
      stored.add(chunk);
      const pieces: Piece[] = [];
      for (;;) {
        const bytes = stored.view();
        const length = findHeader(bytes);
        const junk = length === undefined ? scanned - (scanned % JUNK_BYTES) : scanned;
        takeJunk(pieces, junk);
        scanned -= junk;
        if (length === undefined) return pieces;
        const packet = stored.view().subarray(0, HEADER_BYTES + length);
        const inner = findInner(packet);
        if (inner !== undefined) takeJunk(pieces, inner, 'a packet that is shorter than it says');
        else if (packet.length < HEADER_BYTES + length) return pieces;
        else pieces.push(readPacket(stored.take(packet.length)));
        searched = HEADER_BYTES;
      }
    },
    end() {
      const left = stored.take(stored.view().length);
      scanned = 0;
      searched = HEADER_BYTES;
      return left.length === 0 ? [] : [{ type: 'unparsed', bytes: left, reason: 'the stream broke off' }];
    },
  };
}

/** The length that a header says the payload has; undefined where no header stands. */
function payloadLengthAt(bytes: Buffer, at: number): number | undefined {
  const header = bytes.toString('latin1', at + 2, at + HEADER_BYTES);
  return bytes[at + 1] === TAB && /^\d{12}$/.test(header) ? Number(header.slice(4, 10)) : undefined;
}

function readPacket(bytes: Buffer): Piece {
  const payload = bytes.subarray(HEADER_BYTES);
  if (payload.length > 0 && payload[0] !== FORM_FEED)
    return { type: 'unparsed', bytes, reason: 'a payload that does not begin with a field' };
  if (!isUtf8(payload)) return { type: 'unparsed', bytes, reason: 'invalid UTF-8' };
  const op = bytes.toString('latin1', 2, 6);
  const code = bytes.toString('latin1', 12, HEADER_BYTES);
  return {
    type: 'packet',
    packet: { op, code, fields: payload.toString('utf8').split('\f').slice(1), bytes },
  };
}

/** Writes a packet; a field must hold no form feed. */
export function writePacket(op: string, fields: readonly string[]): Buffer {
  const payload = Buffer.from(fields.map((field) => `\f${field}`).join(''));
  const length = String(payload.length).padStart(6, '0');
  return Buffer.concat([Buffer.from(`\x1b\t${op}${length}00`), payload]);
}

/** Bytes that wait, in a room that grows: adding many small chunks to a large packet costs no more than one. */
function createStore() {
  let room = Buffer.alloc(4_096);
  let from = 0;
  let to = 0;
  return {
    add(chunk: Uint8Array): void {
      if (to + chunk.length > room.length) {
        const wanted = to - from + chunk.length;
        const next = wanted > room.length / 2 ? Buffer.alloc(2 * wanted) : room;
        room.copy(next, 0, from, to);
        to -= from;
        from = 0;
        room = next;
      }
      room.set(chunk, to);
      to += chunk.length;
    },
    view: (): Buffer => room.subarray(from, to),
    /** A copy, since the room is used again. */
    take(length: number): Buffer {
      const taken = Buffer.from(room.subarray(from, from + length));
      from += length;
      return taken;
    },
  };
}
