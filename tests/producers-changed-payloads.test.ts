/**
 * What platforms send is not ours: kinds appear, fields go missing, become null or another type. Whatever one place in
 * a payload of any platform is changed to, every item of it is recorded or set aside with its bytes, and none of what
 * stands beside it is lost.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../core/events/codec.ts';
import { interpretFrame } from '../producers/chzzk/interpret.ts';
import { createMessageIds } from '../producers/chzzk/message-ids.ts';
import { parseRecentPage, parseReplayPage } from '../producers/naver-shopping/pages.ts';
import type { SourceEvent } from '../producers/port.ts';
import { interpretPiece } from '../producers/soop/interpret.ts';
import { createPacketReader, writePacket } from '../producers/soop/packet.ts';
import { createRecorder } from '../producers/supervisor/recorder.ts';
import { linesOfFrame } from '../producers/twitch/frame.ts';
import { interpretLine } from '../producers/twitch/interpret.ts';
import { interpretAction } from '../producers/youtube/interpret.ts';
import { chatItem, donationItem, frame, backlogItem } from './platforms/chzzk-payloads.ts';
import { comment } from './platforms/naver-payloads.ts';
import { chatPacket } from './platforms/soop-payloads.ts';
import { clearchat, clearmsg, privmsg, usernotice } from './platforms/twitch-lines.ts';
import * as youtube from './platforms/youtube-payloads.ts';

const AT = Date.UTC(2026, 0, 1, 12);
const RUNS = { numRuns: 1_500 };
const codec = createCodec();

/** Of one platform, whose records must be such as the log takes. */
function record(events: readonly SourceEvent[]): void {
  const recorder = createRecorder({
    codec,
    platform: 'test',
    channelId: 'test-a',
    broadcastId: 'test-a-1',
    clock: 'live',
  });
  for (const event of events) {
    if (event.type === 'unparsed') expect(event.payload.length).toBeGreaterThan(0);
    if (
      event.type !== 'message' &&
      event.type !== 'removed' &&
      event.type !== 'sanctioned' &&
      event.type !== 'cleared'
    )
      continue;
    const value = recorder.record(event, AT)?.record?.value;
    if (value) expect(codec.decode(value).type).toMatch(/^(?:Message|Platform|Chat)/);
  }
}

/** What a place in a payload may be instead. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    1.5,
    1e300,
    Number.MAX_SAFE_INTEGER + 2,
    '99999999999999999999',
    true,
    [],
    {},
    [null],
    '\ud800',
    '\u0000',
    '{"a":[1]}',
    '[',
    'x'.repeat(70_000),
    { toString: 'no', length: 3, constructor: null },
  ),
  fc.jsonValue(),
);

type Change = { readonly place: number; readonly by: unknown; readonly how: 'set' | 'drop' | 'rename' };
const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(200),
  by: odd,
  how: fc.constantFrom('set', 'set', 'drop', 'rename'),
});

/** A copy in which the part of that number, counted in order, is changed; the value itself is none. */
function changed(value: unknown, { place, by, how }: Change): unknown {
  let left = place % Math.max(1, partsIn(value));
  function copy(part: unknown): unknown {
    if (Array.isArray(part)) return part.flatMap((inner) => replace(inner).map(([, one]) => one));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).flatMap(([key, inner]) => replace(inner, key)));
  }
  function replace(inner: unknown, key = ''): [string, unknown][] {
    left -= 1;
    if (left !== -1) return [[key, copy(inner)]];
    if (how === 'drop') return [];
    return how === 'rename' ? [[`${key}New`, inner]] : [[key, by]];
  }
  return copy(value);
}

function partsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner) => sum + 1 + partsIn(inner), 0);
}

function chzzkEvents(sent: string): readonly SourceEvent[] {
  const meaning = interpretFrame(Buffer.from(sent), createMessageIds());
  return 'events' in meaning ? meaning.events : [];
}

function soopEvents(bytes: Buffer): readonly SourceEvent[] {
  const reader = createPacketReader();
  let given = 0;
  return [...reader.push(bytes), ...reader.end()].flatMap((piece) => {
    given += 1;
    const meaning = interpretPiece(piece, () => String(given));
    return meaning.type === 'event' ? [meaning.event] : [];
  });
}

describe('a payload of which one place is changed', () => {
  const said = (text: string) => chatItem({ text, time: AT });
  const chzzk: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
    said('안녕 {:a:}'),
    chatItem({ text: 'a', time: AT, emojis: { a: 'https://ssl.pstatic.net/static/a.png' }, status: 'BLIND' }),
    donationItem({ text: '', time: AT, amount: 1_000, anonymous: true }),
    chatItem({ text: '', time: AT, type: 11, extras: { month: 3, tierName: '구름' } }),
    chatItem({ text: '', time: AT, type: 12, extras: { quantity: 5 } }),
    chatItem({ text: '', time: AT, type: 30, extras: { description: '공지' } }),
  );

  it('of CHZZK: each message of the list is one event, and its neighbours stay', () => {
    fc.assert(
      fc.property(chzzk, change, fc.boolean(), (item, how, live) => {
        // Profile and extras are JSON inside JSON.
        const open = Object.fromEntries(
          Object.entries(item as object).map(([key, value]: [string, unknown]) => [
            key,
            (key === 'extras' || key === 'profile') && typeof value === 'string' ? JSON.parse(value) : value,
          ]),
        );
        const bent = changed(live ? open : backlogItem(open as never), how);
        const list = [said('before'), bent, said('after')];
        const sent = live ? frame(93_101, list) : frame(15_101, { messageList: list });
        const events = chzzkEvents(sent);
        expect(events.filter(({ type }) => type !== 'removed')).toHaveLength(3);
        record(events);
      }),
      RUNS,
    );
  });

  it('of YouTube: each action is recorded, set aside or of a kind that says nothing', () => {
    const actions = fc.constantFrom(
      youtube.chatMessage({
        id: 'a',
        runs: [{ text: 'hi ' }, youtube.ownEmoji('x')],
        badges: [youtube.memberBadge()],
      }),
      youtube.superChat({ id: 'a', amount: '₩5,000' }),
      youtube.superSticker({ id: 'a', amount: '$2.00', text: 'label' }),
      youtube.newMember({ id: 'a' }),
      youtube.milestone({ id: 'a', months: 3 }),
      youtube.giftPurchase({ id: 'a', count: 5, to: 'owner' }),
      youtube.giftRedemption({ id: 'a' }),
      youtube.jewelsGift({ author: '@a', text: 'sent 2 Jewels' }),
      youtube.replace('a', youtube.textItem({ id: 'a' })),
      youtube.remove('a'),
      youtube.removeAuthor('UCa'),
      youtube.banner(youtube.textItem({ id: 'a' })),
    );
    fc.assert(
      fc.property(actions, change, fc.boolean(), (action, how, replay) => {
        const bent = changed(replay ? youtube.replayed(1, action) : action, how);
        const { events, nothing } = interpretAction(bent);
        expect(events.length + nothing.length).toBeGreaterThan(0);
        record(events);
      }),
      RUNS,
    );
  });

  it('of Naver Shopping Live: each comment of the page is one event', () => {
    const said = (message: string) => comment({ message, at: AT, idNo: '7' });
    fc.assert(
      fc.property(fc.constantFrom('CHATTING', 'ANSWER', 'NOTICE'), change, (type, how) => {
        const bent = changed(comment({ message: '안녕', at: AT, idNo: '8', type }), how);
        const list = [said('before'), bent, said('after')];
        for (const page of [
          parseRecentPage({ list, next: '1' }),
          parseReplayPage({ comments: list, hasNext: false }),
        ]) {
          expect(page?.events).toHaveLength(3);
          record(page?.events ?? []);
        }
      }),
      RUNS,
    );
  });

  it('of SOOP: each packet of the chat is one event', () => {
    const kinds = fc.constantFrom<readonly [string, readonly string[]]>(
      ['0005', ['안녕', 'id', '0', '0', '3', '닉', '65536|0', '-1', '']],
      ['0018', ['streamer', 'id', '닉', '10', '0', '0', '77', '']],
      ['0033', ['a', 'b', 'c', 'id', '닉', '10', '']],
      ['0087', ['a', 'b', 'id', '닉', 'c', 'd', 'e', 'f', 'g', '10', '']],
      ['0091', ['a', 'b', 'id', '닉', '']],
      ['0108', ['a', 'id', '닉', 'b', '친구', '']],
      ['0109', ['a', '', 'group', '3', '1', 'id', '닉', '65536|0', '']],
      ['0008', ['id', '65536|0', '60', '1', 'mod', '1', '', '닉', '']],
    );
    const field = odd.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    fc.assert(
      fc.property(kinds, fc.nat(), field, fc.boolean(), ([op, fields], at, by, drops) => {
        const bent = [...fields];
        bent.splice(at % fields.length, 1, ...(drops ? [] : [by]));
        const good = chatPacket({ text: 'good' });
        const events = soopEvents(Buffer.concat([good, writePacket(op, bent), good]));
        expect(events).toHaveLength(3);
        record(events);
      }),
      RUNS,
    );
  });

  it('of Twitch: each line of the chat is one event', () => {
    const tags = {
      badges: 'moderator/1',
      emotes: '25:0-4',
      bits: '100',
      'source-id': 'o',
      'reply-parent-msg-id': 'p',
    };
    const lines = fc.constantFrom(
      privmsg({ channel: 'test', id: 'a', text: 'Kappa hi', sentAt: AT, tags }),
      usernotice({ channel: 'test', id: 'a', text: '', kind: 'subgift', systemText: 'a gift', tags }),
      clearmsg('test', 'a', 'viewer', 'hi'),
      clearchat({ channel: 'test', login: 'viewer', userId: '7', seconds: 60 }),
    );
    const value = odd.map((one) =>
      (typeof one === 'string' ? one : JSON.stringify(one)).replace(/[ ;\r\n]/g, ''),
    );
    fc.assert(
      fc.property(lines, fc.nat(), value, fc.boolean(), (line, at, by, drops) => {
        const [tagPart = '', ...rest] = line.split(' ');
        const parts = tagPart.slice(1).split(';');
        const place = at % parts.length;
        parts.splice(place, 1, ...(drops ? [] : [`${parts[place]?.split('=')[0] ?? ''}=${by}`]));
        const good = privmsg({ channel: 'test', id: 'good', text: 'good' });
        const sent = [good, [`@${parts.join(';')}`, ...rest].join(' '), good].join('\r\n');
        const events = linesOfFrame(Buffer.from(sent)).flatMap((one) => {
          const meaning = interpretLine(one, 'test');
          return meaning.type === 'event' ? [meaning.event] : [];
        });
        expect(events).toHaveLength(3);
        record(events);
      }),
      RUNS,
    );
  });
});

describe('a payload nested deeper than it can be written again', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

  it('of CHZZK is set aside beside its neighbours', () => {
    const item = JSON.stringify(chatItem({ text: 'a', time: AT }));
    const events = chzzkEvents(`{"cmd":93101,"bdy":[${item},${deep},{"msg":${deep}}]}`);
    expect(events.map(({ type }) => type)).toEqual(['message', 'unparsed', 'unparsed']);
    record(events);
  });

  it('of Naver Shopping Live is set aside beside its neighbours', () => {
    const good = JSON.stringify(comment({ message: 'a', at: AT }));
    const page = parseRecentPage(JSON.parse(`{"list":[${good},${deep},{"message":${deep}}]}`));
    expect(page?.events.map(({ type }) => type)).toEqual(['message', 'unparsed', 'unparsed']);
    record(page?.events ?? []);
  });

  it('of YouTube is set aside', () => {
    const { events } = interpretAction(JSON.parse(`{"unknownAction":${deep}}`));
    expect(events.map(({ type }) => type)).toEqual(['unparsed']);
    record(events);
  });
});
