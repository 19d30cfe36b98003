import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comment, HOSTILE_COMMENTS } from '../../tests/platforms/naver-payloads.ts';
import { interpretComment } from './comment.ts';
import { parseKst } from './kst-time.ts';
import type { SourceMessage } from '../port.ts';

const AT = Date.UTC(2026, 0, 1, 12, 0, 0, 123);

function messageOf(raw: unknown): SourceMessage {
  const event = interpretComment(raw);
  if (event.type !== 'message') throw new Error(event.reason);
  return event.message;
}

describe('a comment of Naver Shopping Live', () => {
  it('is a message with the time of Korea, known by its number', () => {
    const raw = { ...comment({ message: '배송 언제 오나요?', at: AT, viewer: 'buyer7' }), commentNo: 900 };
    expect(raw.commentCreatedAt).toBe('2026-01-01T21:00:00.123');
    expect(messageOf(raw)).toEqual({
      messageId: '900',
      sentAt: AT,
      author: { id: 'id-buyer7', name: 'buye***', login: null, roles: [], identifiable: true },
      text: '배송 언제 오나요?',
      emotes: [],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
    });
  });

  it('of the host is an answer or a notice', () => {
    const answer = messageOf(comment({ message: '내일 도착해요', at: AT, type: 'ANSWER' }));
    const notice = messageOf(comment({ message: '사은품 증정', at: AT, type: 'NOTICE' }));
    expect([answer.kind, answer.author.roles]).toEqual(['text', ['owner']]);
    expect([notice.kind, notice.author.roles]).toEqual(['notice', ['owner']]);
  });

  it('without an id number is nobody’s, whatever the masked name', () => {
    const author = messageOf(comment({ message: 'x', at: AT, viewer: 'kim', idNo: null })).author;
    expect(author).toMatchObject({ id: '', name: 'kim***', identifiable: false });
  });

  it('without a number is known by name, time and text, and by nothing less', () => {
    const id = (changed: object): string =>
      messageOf({ ...comment({ message: 'a', at: AT }), ...changed }).messageId;
    const first = id({});
    expect(first).toMatch(/^n-[0-9a-f]{32}$/);
    expect(id({})).toBe(first);
    const others = [
      id({ message: 'b' }),
      id({ nickname: 'other***' }),
      id({ commentCreatedAt: '2026-01-01T21:00:00.124' }),
    ];
    // The parts are told apart: what moves from one to the next makes another id.
    others.push(id({ nickname: 'view***2', message: 'a' }), id({ nickname: 'view***', message: '2a' }));
    expect(new Set([first, ...others]).size).toBe(6);
  });

  it.each(HOSTILE_COMMENTS.map((raw) => [JSON.stringify(raw), raw]))('%s is not understood', (_, raw) => {
    const event = interpretComment(raw);
    expect(event).toMatchObject({ type: 'unparsed', reason: expect.stringMatching(/./) });
    if (event.type === 'unparsed') expect(JSON.parse(Buffer.from(event.payload).toString())).toEqual(raw);
  });

  it('never throws, and a message is complete', () => {
    const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined), fc.object());
    const made = fc.record(
      {
        commentNo: field,
        idNo: field,
        nickname: field,
        message: field,
        commentType: fc.oneof(fc.constantFrom('CHATTING', 'NOTICE', 'constructor'), field),
        commentCreatedAt: field,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(made, fc.jsonValue(), fc.anything()), (raw) => {
        const event = interpretComment(raw);
        if (event.type !== 'message') return;
        expect(event.message.messageId).not.toBe('');
        expect(event.message.text).not.toBe('');
        expect(event.message.author.identifiable).toBe(event.message.author.id !== '');
      }),
    );
  });
});

describe('parseKst', () => {
  it.each([
    ['2026-06-01T20:00:00.000', Date.UTC(2026, 5, 1, 11)],
    ['2026-06-01T20:00:00', Date.UTC(2026, 5, 1, 11)],
    ['2026-01-01T08:30:00.5', Date.UTC(2025, 11, 31, 23, 30, 0, 500)],
    ['2026-06-01T20:00:00Z', Date.UTC(2026, 5, 1, 20)],
    ['2026-06-01T20:00:00+0900', Date.UTC(2026, 5, 1, 11)],
    ['2026-06-01T20:00:00+09:00', Date.UTC(2026, 5, 1, 11)],
    ['2026-13-01T20:00:00', null],
    ['2026-06-01', null],
    ['yesterday', null],
    ['', null],
    [1_780_000_000_000, null],
    [null, null],
  ])('%j is %j', (text, time) => {
    expect(parseKst(text)).toBe(time);
  });
});
