import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCodec } from '../../core/events/codec.ts';
import { sampleMessage, sampleRemoval } from '../testing/sample-events.ts';
import type { ChatMessage } from '../http/contract.ts';
import { MessageRing } from './ring.ts';

const codec = createCodec();
const message = (seq: number, authorId?: string): Uint8Array =>
  codec.encode('MessageAnalyzed', sampleMessage('b', seq, authorId === undefined ? {} : { authorId }));

function ringOf(capacity: number, coversFrom = 0, erased: string[] = []): MessageRing {
  return new MessageRing({ codec, capacity, coversFrom, isErased: (_platform, id) => erased.includes(id) });
}

function shown(ring: MessageRing): ChatMessage[] {
  return ring.newestMessages(1_000).map(({ json }) => JSON.parse(json) as ChatMessage);
}

describe('the ring of a broadcast', () => {
  test('holds the newest, whenever it is read, and knows from which offset on it is complete', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.constantFrom('push', 'open', 'forget'), { maxLength: 120 }),
        (capacity, steps) => {
          const ring = ringOf(capacity);
          let pushed = 0;
          for (const step of steps) {
            if (step === 'push') ring.push(pushed * 2, message(pushed++));
            else if (step === 'open') ring.open();
            else ring.forget(Math.min(1, ring.size));
          }
          ring.open();
          expect(ring.size).toBeLessThanOrEqual(capacity);
          const seqs = shown(ring).map(({ seq }) => seq);
          // Everything from coversFrom on, and nothing else.
          const expected = Array.from({ length: pushed }, (_, seq) => seq).filter(
            (seq) => seq * 2 >= ring.coversFrom,
          );
          expect(seqs).toEqual(expected);
          expect(ring.next).toBeLessThanOrEqual(pushed);
        },
      ),
    );
  });

  test('counts what was forgotten unread', () => {
    const ring = ringOf(10);
    for (let seq = 0; seq < 1_000; seq += 1) ring.push(seq, message(seq));
    ring.open();
    expect(ring.next).toBe(1_000);
    expect(ring.next - ring.first).toBe(ring.size);
  });

  test('drops repeats by the stamp rule', () => {
    const ring = ringOf(100);
    for (const [offset, seq] of [
      [0, 1],
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 3],
    ] as const)
      ring.push(offset, message(seq));
    ring.open();
    expect(shown(ring).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('finds the first item at or after an offset', () => {
    const ring = ringOf(100);
    for (const offset of [3, 5, 9]) ring.push(offset, message(offset));
    ring.open();
    expect([0, 3, 4, 5, 9, 10].map((offset) => ring.numberOf(offset))).toEqual([0, 0, 1, 1, 2, 3]);
  });

  test('marks what a removal, a sanction or a clear concerns, and nothing that comes later', () => {
    const times = { eventTime: 7, receivedAt: 7, clock: 'live' as const, rawAppend: 7 };
    const ring = ringOf(100);
    ring.push(0, message(0, 'ann'));
    ring.push(1, message(1, 'bob'));
    ring.push(2, message(2, 'ann'));
    ring.push(3, codec.encode('MessageRemoved', sampleRemoval('b', 3, 'm-1')));
    ring.push(
      4,
      codec.encode('PlatformSanctioned', {
        broadcastId: 'b',
        authorId: 'ann',
        authorName: null,
        durationSeconds: 600,
        ...times,
        rawOffset: 4,
      }),
    );
    ring.push(5, message(5, 'ann'));
    ring.open();
    const kinds = () => shown(ring).map(({ id, removed }) => [id, removed?.kind ?? null]);
    expect(kinds()).toEqual([
      ['m-0', 'author'],
      ['m-1', 'message'],
      ['m-2', 'author'],
      ['m-5', null],
    ]);
    ring.push(6, codec.encode('ChatCleared', { broadcastId: 'b', ...times, rawOffset: 6 }));
    ring.push(7, message(7));
    ring.open();
    expect(kinds().slice(-2)).toEqual([
      ['m-5', 'chat'],
      ['m-7', null],
    ]);
  });

  test('leaves out what cannot be read', () => {
    const unreadable: number[] = [];
    const ring = new MessageRing({
      codec,
      capacity: 9,
      coversFrom: 0,
      isErased: () => false,
      unreadable: (offset) => unreadable.push(offset),
    });
    ring.push(0, message(0));
    ring.push(1, Buffer.from([0, 0, 0, 0, 99, 1]));
    ring.push(2, message(2).slice(0, 20));
    ring.push(3, message(3));
    ring.open();
    expect(shown(ring).map(({ seq }) => seq)).toEqual([0, 3]);
    expect(unreadable).toEqual([1, 2]);
  });

  test('shows nothing of an erased author, and nothing from before a restart', () => {
    const ring = ringOf(100, 0, ['ann']);
    ring.push(0, message(0, 'ann'));
    ring.push(1, message(1, 'bob'));
    ring.open();
    expect(shown(ring).map(({ seq }) => seq)).toEqual([1]);
    ring.restart(50);
    expect([ring.size, ring.coversFrom]).toEqual([0, 50]);
    ring.push(50, message(0, 'bob'));
    ring.open();
    expect(shown(ring).map(({ seq }) => seq)).toEqual([0]);
  });
});
