import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatPacket } from '../../tests/platforms/soop-payloads.ts';
import { createPacketReader, writePacket, type Piece } from './packet.ts';

function readAll(chunks: readonly Uint8Array[]): Piece[] {
  const reader = createPacketReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [...new Set([0, ...at.map((place) => place % (bytes.length + 1)), bytes.length])];
  places.sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => bytes.subarray(from, places[index + 1]));
}

const field = fc
  .string({ unit: 'grapheme' })
  .map((text) => text.replaceAll('\f', '').replace(/\p{Surrogate}/gu, '?'));
const op = fc.integer({ min: 0, max: 9_999 }).map((number) => String(number).padStart(4, '0'));
const packet = fc.tuple(op, fc.array(field, { maxLength: 5 }));
/** Pieces of the protocol and plain bytes, so that headers occur, whole and broken. */
const hostile = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      packet.map(([name, fields]) => new Uint8Array(writePacket(name, fields))),
      fc
        .constantFrom(
          '\x1b',
          '\t',
          '\x1b\t',
          '\x1b\t0005',
          '\x1b\t000500001000',
          '\f',
          '\x1b\x1b\t000000000000',
        )
        .map((text) => new Uint8Array(Buffer.from(text))),
      fc.constant(new Uint8Array(5_000)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

describe('the packets of a stream', () => {
  it('have a number, a code and fields', () => {
    expect(readAll([chatPacket({ text: '안녕', id: 'a1', nickname: '가' })])).toMatchObject([
      {
        type: 'packet',
        packet: { op: '0005', code: '00', fields: ['안녕', 'a1', '0', '0', '3', '가', '65536|0', '-1', ''] },
      },
    ]);
  });

  it('come out as they were written, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(packet), fc.array(fc.nat()), (packets, places) => {
        const bytes = Buffer.concat(packets.map(([name, fields]) => writePacket(name, fields)));
        const pieces = readAll(cut(bytes, places));
        expect(
          pieces.map((piece) => piece.type === 'packet' && [piece.packet.op, piece.packet.fields]),
        ).toEqual(packets);
      }),
    );
  });

  it('are the same pieces of any bytes, however they are cut, and no byte is lost', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(), { maxLength: 20 }), (bytes, places) => {
        const whole = readAll([bytes]);
        expect(readAll(cut(bytes, places))).toEqual(whole);
        const told = whole.map((piece) => (piece.type === 'packet' ? piece.packet.bytes : piece.bytes));
        expect(Buffer.concat(told).equals(bytes)).toBe(true);
      }),
    );
  });

  it('arrive whole one byte at a time, also large ones', () => {
    const text = '가'.repeat(200_000);
    const bytes = chatPacket({ text });
    const pieces = readAll(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.type === 'packet' && pieces[0].packet.fields[0]).toBe(text);
  });

  it('that say to be longer than they are do not take along what follows', () => {
    const good = chatPacket({ text: '안녕' });
    for (const length of ['999999', '000200', '000099']) {
      const liar = Buffer.concat([Buffer.from(`\x1b\t0005${length}00`), good.subarray(14)]);
      const reader = createPacketReader();
      const pieces = [...reader.push(Buffer.concat([liar, good, good, good, good])), ...reader.end()];
      expect(pieces.map(({ type }) => type)).toEqual(['unparsed', 'packet', 'packet', 'packet', 'packet']);
    }
  });

  it('are told from what lies between them', () => {
    const good = chatPacket({ text: 'a' });
    const pieces = readAll([Buffer.concat([Buffer.from('junk\x1bjunk'), good, Buffer.from('more'), good])]);
    expect(
      pieces.map((piece) => (piece.type === 'packet' ? 'packet' : Buffer.from(piece.bytes).toString())),
    ).toEqual(['junk\x1bjunk', 'packet', 'more', 'packet']);
  });
});
