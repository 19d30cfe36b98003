import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  balloonPacket,
  chatPacket,
  END_PACKET,
  hostilePackets,
  leavePacket,
  mutePacket,
} from '../../tests/platforms/soop-payloads.ts';
import type { SourceEvent, SourceMessage } from '../port.ts';
import { interpretPiece, type Meaning } from './interpret.ts';
import { createPacketReader, writePacket } from './packet.ts';

function meaningsOf(bytes: Uint8Array): Meaning[] {
  const reader = createPacketReader();
  let given = 0;
  return [...reader.push(bytes), ...reader.end()].map((piece) =>
    interpretPiece(piece, () => `id-${++given}`),
  );
}

function eventOf(bytes: Uint8Array): SourceEvent {
  const [meaning] = meaningsOf(bytes);
  if (meaning?.type !== 'event') throw new Error(`no event but ${JSON.stringify(meaning)}`);
  return meaning.event;
}

function messageOf(bytes: Uint8Array): SourceMessage {
  const event = eventOf(bytes);
  if (event.type !== 'message') throw new Error(`no message but ${event.type}`);
  return event.message;
}

describe('a message', () => {
  it('has its sender and text, and no time', () => {
    expect(messageOf(chatPacket({ text: '안녕', id: 'abc(2)', nickname: '가나' }))).toEqual({
      messageId: 'id-1',
      sentAt: null,
      author: { id: 'abc', name: '가나', login: 'abc', roles: [], identifiable: true },
      text: '안녕',
      emotes: [],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
    });
  });

  it.each([
    ['4|0', ['owner']],
    ['256|0', ['moderator']],
    ['268501024|163840', ['subscriber']],
    ['32768|0', ['vip']],
    ['2147483649|0', ['staff']],
    ['65568|163840', []],
    ['x', []],
    ['', []],
  ])('with the flags %j has the roles %j', (flags, roles) => {
    expect(messageOf(chatPacket({ text: 'x', flags })).author.roles).toEqual(roles);
  });
});

describe('a gift', () => {
  it.each([
    [balloonPacket('a', '가', 100), { kind: 'balloon', amount: 100, currency: 'balloons' }, '별풍선 100'],
    [
      writePacket('0033', ['1', 'bj', 'x', 'a', '가', '3', '']),
      { kind: 'balloon', amount: 3, currency: 'balloons' },
      '별풍선 3',
    ],
    [
      writePacket('0105', ['1', 'bj', 'a', '가', '500', '0', '']),
      { kind: 'balloon', amount: 500, currency: 'balloons' },
      '영상풍선 500',
    ],
    [
      writePacket('0087', ['1', 'bj', 'a', '가', '', '', '', '', '', '2', '0', '']),
      { kind: 'ad-balloon', amount: 2, currency: 'adballoons' },
      '애드벌룬 2',
    ],
    [
      writePacket('0107', ['bj', 'a', '가', '1', '//pic', '방송국에서 가님이 선물', '1', '']),
      { kind: 'ad-balloon', amount: 1, currency: 'adballoons' },
      '방송국에서 가님이 선물',
    ],
    [
      writePacket('0091', ['1', 'bj', 'a', '가', '7', '']),
      { kind: 'membership', amount: 1, currency: 'subscription' },
      '구독',
    ],
    [
      writePacket('0093', ['bj', 'a', '가', '9', '1', '']),
      { kind: 'membership', amount: 1, currency: 'subscription' },
      '9개월 구독',
    ],
    [
      writePacket('0108', ['1', 'a', '가', 'b', '나', 'bj', '방장', '1', '']),
      { kind: 'gift', amount: 1, currency: 'subscription' },
      '구독권 선물: 나',
    ],
  ])('%s', (bytes, paid, text) => {
    expect(messageOf(bytes)).toMatchObject({ paid, text, author: { id: 'a', name: '가' } });
  });
});

it('a sticker is a picture with a name', () => {
  const message = messageOf(
    writePacket('0109', ['1', '', 'group1', '5', '2', 'a', '가', '65536|0', '-1', '']),
  );
  expect(message).toMatchObject({ kind: 'sticker', paid: null, author: { id: 'a' } });
  expect(message.emotes).toEqual([
    { id: 'group1/5', name: message.text, start: 0, end: message.text.length },
  ]);
});

describe('what moderators do', () => {
  it.each([
    [mutePacket('bad(3)', 60), { authorId: 'bad', authorName: '말썽', durationSeconds: 60 }],
    [leavePacket('bad', '2'), { authorId: 'bad', durationSeconds: null }],
    [leavePacket('bad', '6'), { authorId: 'bad', durationSeconds: null }],
  ])('%s is a sanction', (bytes, expected) => {
    expect(eventOf(bytes)).toMatchObject({ type: 'sanctioned', ...expected });
  });

  it.each([
    leavePacket('good', '1'),
    leavePacket('good', '65536|0'),
    writePacket('0004', ['1', 'a', 'b', '0|0', '']),
  ])('%s is none', (bytes) => {
    expect(meaningsOf(bytes)).toEqual([{ type: 'nothing' }]);
  });
});

it.each([
  [writePacket('0000', ['']), { type: 'nothing' }],
  [writePacket('0001', ['']), { type: 'logged-in' }],
  [writePacket('0002', ['1', '']), { type: 'joined' }],
  [Buffer.from('\x1b\t000200000109\f'), { type: 'rejected' }],
  [END_PACKET, { type: 'over' }],
  [writePacket('0007', ['0', '']), { type: 'nothing' }],
  [writePacket('0012', ['720928|163840', 'a(2)', '가', '0', '0', '589856|163840', '']), { type: 'nothing' }],
])('%s is %j', (bytes, meaning) => {
  expect(meaningsOf(bytes)).toMatchObject([meaning]);
});

describe('hostile bytes', () => {
  it.each(hostilePackets())('%s are not understood', (bytes) => {
    const meanings = meaningsOf(bytes);
    expect(meanings.length).toBeGreaterThan(0);
    for (const meaning of meanings)
      expect(meaning).toMatchObject({ type: 'event', event: { type: 'unparsed' } });
  });

  it('never throw', () => {
    const op = fc.integer({ min: 0, max: 140 }).map((number) => String(number).padStart(4, '0'));
    const text = fc
      .string({ unit: 'binary' })
      .map((one) => one.replaceAll('\f', '').replace(/\p{Surrogate}/gu, '?'));
    fc.assert(
      fc.property(op, fc.array(text, { maxLength: 12 }), (name, fields) => {
        expect(meaningsOf(writePacket(name, fields))).toHaveLength(1);
      }),
    );
    const good = Buffer.concat([chatPacket({ text: '안녕' }), balloonPacket('a', '가', 1)]);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bent = Buffer.from(good);
        bent[at] = byte;
        meaningsOf(bent);
      }),
    );
  });
});
