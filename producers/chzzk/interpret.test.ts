import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backlogItem,
  blindFrame,
  chatFrame,
  chatItem,
  donationFrame,
  donationItem,
  frame,
  hostileFrames,
} from '../../tests/platforms/chzzk-payloads.ts';
import type { SourceEvent, SourceMessage } from '../port.ts';
import { interpretFrame } from './interpret.ts';
import { createMessageIds, type MessageIds } from './message-ids.ts';

const TIME = Date.UTC(2026, 10, 26, 12);

function eventsOf(sent: string | Uint8Array, ids: MessageIds = createMessageIds()): readonly SourceEvent[] {
  const meaning = interpretFrame(typeof sent === 'string' ? Buffer.from(sent) : sent, ids);
  return meaning.type === 'events' || meaning.type === 'backlog' ? meaning.events : [];
}

function messageIn(sent: string): SourceMessage {
  const [event] = eventsOf(sent);
  if (event?.type !== 'message') throw new Error(`no message but ${JSON.stringify(event)}`);
  return event.message;
}

describe('a message', () => {
  it('has its sender, time, text and emotes', () => {
    const text = '안녕 {:hi_1:} {:nope:}😀{:hi_1:}';
    const item = chatItem({
      text,
      time: TIME,
      uid: 'u9',
      nickname: '구름',
      emojis: { hi_1: 'https://pics/1.png' },
    });
    const message = messageIn(chatFrame(item));
    expect(message).toMatchObject({
      sentAt: TIME,
      text,
      kind: 'text',
      paid: null,
      author: { id: 'u9', name: '구름', identifiable: true, roles: [] },
    });
    expect(message.emotes.map(({ start, end }) => text.slice(start, end))).toEqual(['{:hi_1:}', '{:hi_1:}']);
    expect(message.emotes[0]).toMatchObject({ id: 'https://pics/1.png', name: '{:hi_1:}' });
  });

  it.each([
    [{ role: 'streamer' }, ['owner']],
    [{ role: 'streaming_chat_manager' }, ['moderator']],
    [{ role: 'streaming_channel_manager' }, ['moderator']],
    [
      { profile: { verifiedMark: true, streamingProperty: { subscription: { tier: 1 } } } },
      ['subscriber', 'verified'],
    ],
    [{ role: 'toString' }, []],
  ])('%j has the roles %j', (options, roles) => {
    expect(messageIn(chatFrame(chatItem({ text: 'x', time: TIME, ...options }))).author.roles).toEqual(roles);
  });

  it('is read one by one: one that cannot be understood does not take the others with it', () => {
    const good = chatItem({ text: 'good', time: TIME });
    const events = eventsOf(frame(93101, [good, { ...good, msgTime: 'soon' }, null, good]));
    expect(events.map((event) => event.type)).toEqual(['message', 'unparsed', 'unparsed', 'message']);
  });
});

describe('a donation', () => {
  it('is paid in won', () => {
    const message = messageIn(donationFrame(donationItem({ text: '힘내요', time: TIME, amount: 1_000 })));
    expect(message).toMatchObject({
      kind: 'paid',
      text: '힘내요',
      paid: { kind: 'donation', amount: 1_000, currency: 'KRW' },
    });
  });

  it('without a name has an author who is nobody', () => {
    const item = donationItem({ text: '쉿', time: TIME, amount: 500, anonymous: true });
    expect(item.profile).toBeNull();
    expect(messageIn(donationFrame(item)).author).toMatchObject({ id: '', identifiable: false });
  });

  it('that asks not to be named is not, even where the platform sends a profile along', () => {
    const item = donationItem({
      text: '쉿',
      time: TIME,
      amount: 500,
      nickname: '비밀',
      extras: { isAnonymous: true },
    });
    expect(JSON.stringify(messageIn(donationFrame(item)).author)).not.toContain('비밀');
  });

  it('without a text says what was given', () => {
    expect(messageIn(donationFrame(donationItem({ text: '', time: TIME, amount: 5_000 }))).text).toBe(
      '치즈 5000',
    );
  });

  it.each([
    [11, { month: 32, tierName: '팬' }, { kind: 'membership', amount: 1 }, '팬 32개월 구독'],
    [12, { giftType: 'SUBSCRIPTION_GIFT', quantity: 5 }, { kind: 'gift', amount: 5 }, '구독권 선물 5'],
  ])('of type %i is a membership', (type, extras, paid, text) => {
    const message = messageIn(donationFrame(chatItem({ text: '', time: TIME, type, extras })));
    expect(message).toMatchObject({ kind: 'membership', text, paid });
  });
});

it('a word of the system is a notice of nobody', () => {
  const item = {
    ...chatItem({ text: '이모티콘 모드 ON', time: TIME, type: 30 }),
    uid: 'SYSTEM_MESSAGE',
    profile: '{}',
  };
  expect(messageIn(donationFrame(item))).toMatchObject({ kind: 'notice', author: { identifiable: false } });
});

describe('what moderators do', () => {
  it('takes away the messages of that sender and time, all of them', () => {
    const ids = createMessageIds();
    const said = eventsOf(
      chatFrame(chatItem({ text: 'a', time: TIME }), chatItem({ text: 'b', time: TIME })),
      ids,
    );
    const removed = eventsOf(blindFrame('a1b2', TIME), ids);
    expect(removed.map((event) => event.type === 'removed' && event.messageId)).toEqual(
      said.map((event) => event.type === 'message' && event.message.messageId),
    );
    expect(removed[0]).toMatchObject({ by: 'mod1' });
  });

  it('takes away a message from before the connection', () => {
    const id = messageIn(chatFrame(chatItem({ text: 'a', time: TIME }))).messageId;
    expect(eventsOf(blindFrame('a1b2', TIME))).toMatchObject([{ type: 'removed', messageId: id }]);
  });

  it.each([
    [
      94005,
      { userId: 'u1', nickname: '말썽' },
      { authorId: 'u1', authorName: '말썽', durationSeconds: null },
    ],
    [94015, { userId: 'u1', duration: 600 }, { authorId: 'u1', durationSeconds: 600 }],
    [94015, { userId: 'u1', duration: 1e300 }, { authorId: 'u1', durationSeconds: 31_536_000_000 }],
  ])('with command %i is a sanction', (cmd, body, expected) => {
    expect(eventsOf(frame(cmd, body))).toMatchObject([{ type: 'sanctioned', ...expected }]);
  });
});

describe('the backlog', () => {
  const items = ['a', 'b', 'c'].map((text, index) => chatItem({ text, time: TIME + index }));

  it('gives the same messages with the same ids as live, oldest first, whatever its order', () => {
    const live = eventsOf(chatFrame(...items));
    const list = { messageList: [items[2], items[0], items[1]].map((item) => item && backlogItem(item)) };
    expect(interpretFrame(Buffer.from(frame(15_101, list)), createMessageIds())).toEqual({
      type: 'backlog',
      events: live,
    });
  });

  it('tells which of its messages are hidden', () => {
    const list = { messageList: [backlogItem(chatItem({ text: 'a', time: TIME, status: 'BLIND' }))] };
    expect(eventsOf(frame(15_101, list)).map((event) => event.type)).toEqual(['message', 'removed']);
  });

  it('may be a bare list, and is set aside where it is none', () => {
    expect(eventsOf(frame(15_101, [items[0] && backlogItem(items[0])])).map(({ type }) => type)).toEqual([
      'message',
    ]);
    for (const body of [7, 'text', { messageList: 'text' }])
      expect(eventsOf(frame(15_101, body)).map(({ type }) => type)).toEqual(['unparsed']);
  });

  it('may be empty', () => {
    expect(interpretFrame(Buffer.from(frame(15_101, {})), createMessageIds())).toEqual({
      type: 'backlog',
      events: [],
    });
  });
});

describe('the connection', () => {
  it.each([
    [{ cmd: 0 }, { type: 'ping' }],
    [{ cmd: 10_000 }, { type: 'nothing' }],
    [
      { cmd: 10_100, retCode: 0, bdy: { sid: 's' } },
      { type: 'connected', sid: 's' },
    ],
    [{ cmd: 10_100, retCode: 1, retMsg: 'old' }, { type: 'rejected' }],
    [{ cmd: 90_102 }, { type: 'session-ended' }],
    [{ cmd: 94_010, bdy: {} }, { type: 'nothing' }],
  ])('%j means %j', (sent, meaning) => {
    expect(interpretFrame(Buffer.from(JSON.stringify(sent)), createMessageIds())).toMatchObject(meaning);
  });
});

describe('hostile frames', () => {
  it.each(hostileFrames().map((one) => [String(one), one] as const))('%s is not understood', (_, sent) => {
    const events = eventsOf(sent);
    expect(events.map((event) => event.type)).toEqual(['unparsed']);
  });

  it('never throw, and every message of a list is one event', () => {
    const value = fc.jsonValue();
    const item = fc.record(
      {
        uid: value,
        userId: value,
        profile: value,
        msg: value,
        content: value,
        extras: fc.oneof(value, fc.json()),
        msgTime: fc.oneof(value, fc.constant(TIME)),
        msgTypeCode: fc.oneof(value, fc.constantFrom(1, 10, 11, 12, 30)),
        msgStatusType: value,
      },
      { requiredKeys: [] },
    );
    const cmd = fc.constantFrom(0, 10_100, 15_101, 93_101, 93_102, 94_005, 94_008, 94_015, 90_102, 5);
    fc.assert(
      fc.property(cmd, fc.oneof(value, fc.array(fc.oneof(item, value))), (command, body) => {
        const events = eventsOf(frame(command, body));
        if ((command === 93_101 || command === 93_102) && Array.isArray(body))
          expect(events.filter((event) => event.type !== 'removed')).toHaveLength(body.length);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        eventsOf(bytes);
      }),
    );
    const good = Buffer.from(chatFrame(chatItem({ text: '안녕', time: TIME })));
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bent = Buffer.from(good);
        bent[at] = byte;
        eventsOf(bent);
      }),
    );
  });
});
