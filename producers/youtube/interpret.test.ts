import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  badge,
  banner,
  chatMessage,
  giftPurchase,
  giftRedemption,
  hostileActions,
  jewelsGift,
  markAuthorDeleted,
  markDeleted,
  memberBadge,
  milestone,
  newMember,
  ownEmoji,
  placeholder,
  platformNote,
  remove,
  removeAuthor,
  replace,
  replayed,
  runsOf,
  SENT_AT,
  standardEmoji,
  superChat,
  superSticker,
  textItem,
  tickerCopy,
} from '../../tests/platforms/youtube-payloads.ts';
import type { SourceEvent, SourceMessage } from '../port.ts';
import { interpretAction } from './interpret.ts';

function events(action: unknown): readonly SourceEvent[] {
  return interpretAction(action).events;
}

function message(action: unknown): SourceMessage {
  const [event] = events(action);
  if (event?.type !== 'message') throw new Error(`no message: ${JSON.stringify(event)}`);
  return event.message;
}

describe('a message', () => {
  it('has its id, time, author and text', () => {
    expect(message(chatMessage({ id: 'a', text: '안녕하세요', author: '@하람', channelId: 'UC1' }))).toEqual({
      messageId: 'a',
      sentAt: SENT_AT,
      author: { id: 'UC1', name: '@하람', login: null, roles: [], identifiable: true },
      text: '안녕하세요',
      emotes: [],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
    });
  });

  it('keeps the names of own emoji whole, and standard emoji as the characters they are', () => {
    const runs = [{ text: '와 ' }, ownEmoji('wave'), ownEmoji('dance'), { text: ' ' }, standardEmoji('👏🏽')];
    const { text, emotes } = message(chatMessage({ id: 'a', runs }));
    expect(text).toBe('와 :_wave::_dance: 👏🏽');
    expect(emotes.map((emote) => text.slice(emote.start, emote.end))).toEqual([':_wave:', ':_dance:']);
    expect(emotes[0]?.id).toMatch(/^https:\/\/yt3\.ggpht\.com\/wave0+=w48-h48-c-k-nd$/);
  });

  it.each([
    [[badge('OWNER')], ['owner']],
    [
      [memberBadge(), badge('MODERATOR')],
      ['moderator', 'subscriber'],
    ],
    [[badge('VERIFIED')], ['verified']],
    [[badge('SOMETHING_NEW'), {}], []],
  ])('takes roles from badges: %j', (badges, roles) => {
    expect(message(chatMessage({ id: 'a', badges })).author.roles).toEqual(roles);
  });

  it('of a senseless time has none, and of no channel no identity', () => {
    const renderer = {
      id: 'a',
      timestampUsec: '12',
      authorName: { simpleText: 'someone' },
      message: runsOf('hi'),
    };
    expect(message(add({ liveChatTextMessageRenderer: renderer }))).toMatchObject({
      sentAt: null,
      author: { id: '', identifiable: false },
    });
  });

  it('with a part of an unknown kind is kept, and the part is told of', () => {
    const found = events(chatMessage({ id: 'a', runs: [{ text: 'hi ' }, { hologram: {} }] }));
    expect(found.map((event) => event.type)).toEqual(['message', 'unparsed']);
  });
});

describe('what is paid for', () => {
  it('is a Super Chat with its text, or with the amount in its place', () => {
    expect(message(superChat({ id: 'a', amount: '₩5,000', text: '화이팅' }))).toMatchObject({
      kind: 'paid',
      text: '화이팅',
      paid: { kind: 'donation', amount: 5_000, currency: 'KRW' },
    });
    expect(message(superChat({ id: 'a', amount: '$2.00' })).text).toBe('$2.00');
  });

  it('is kept when the amount is not understood, and that is told', () => {
    const found = events(superChat({ id: 'a', amount: 'a lot', text: 'hi' }));
    expect(found[0]).toMatchObject({ type: 'message', message: { kind: 'paid', paid: null } });
    expect(found[1]).toMatchObject({ type: 'unparsed' });
  });

  it('is a Super Sticker, named by its label', () => {
    expect(message(superSticker({ id: 'a', amount: '€1.99', text: 'A waving cat' }))).toMatchObject({
      kind: 'sticker',
      text: 'A waving cat',
      paid: { kind: 'sticker', amount: 1.99, currency: 'EUR' },
    });
  });

  it('is a new membership, but not the sharing of how long it has been', () => {
    expect(message(newMember({ id: 'a' }))).toMatchObject({
      kind: 'membership',
      text: 'Welcome to Night Owls!',
      paid: { kind: 'membership', amount: 1, currency: 'membership' },
    });
    expect(message(milestone({ id: 'a', months: 6, text: '벌써 반년' }))).toMatchObject({
      text: '벌써 반년',
      paid: null,
    });
    expect(message(milestone({ id: 'a', months: 6 })).text).toBe('Member for 6 months · Night Owls');
  });

  it('is a number of gift memberships, once: with who gives them, not with who gets them', () => {
    const bought = message(giftPurchase({ id: 'a', count: 20, to: '24h Radio', channelId: 'UC7' }));
    expect(bought).toMatchObject({
      author: { id: 'UC7', name: '@viewer' },
      text: 'Sent 20 24h Radio gift memberships',
      paid: { kind: 'gift', amount: 20, currency: 'membership' },
    });
    expect(message(giftRedemption({ id: 'b' }))).toMatchObject({ kind: 'membership', paid: null });
  });

  it('is a gift without channel and time; without an id it gets one that stays the same', () => {
    const gift = jewelsGift({ author: '@giver ', text: 'sent Star for 1,200 Jewels' });
    expect(message(gift)).toMatchObject({
      sentAt: null,
      author: { id: '@giver', name: '@giver', identifiable: true },
      paid: { kind: 'gift', amount: 1_200, currency: 'jewels' },
    });
    expect(message(gift).messageId).toBe(message(gift).messageId);
    expect(message(gift).messageId).not.toBe(
      message(jewelsGift({ author: '@other', text: 'sent Star for 1,200 Jewels' })).messageId,
    );
    expect(message(jewelsGift({ id: 'g', author: 'Some One', text: 'sent Star' }))).toMatchObject({
      messageId: 'g',
      author: { id: '', identifiable: false },
      paid: { kind: 'gift', amount: 1, currency: 'gift' },
    });
  });
});

describe('moderation', () => {
  it.each([remove('a'), markDeleted('a')])('removes a message: %j', (action) => {
    expect(events(action)).toEqual([{ type: 'removed', messageId: 'a', by: null, sentAt: null }]);
  });

  it.each([removeAuthor('UC1'), markAuthorDeleted('UC1')])('removes an author: %j', (action) => {
    expect(events(action)).toMatchObject([{ type: 'sanctioned', authorId: 'UC1', durationSeconds: null }]);
  });

  it('lets a message that was held back take the place of its placeholder', () => {
    expect(events(placeholder('a'))).toEqual([]);
    expect(events(replace('a', textItem({ id: 'a', text: 'late' })))).toMatchObject([
      { type: 'message', message: { messageId: 'a', text: 'late' } },
    ]);
  });

  it('removes what another item, or none, takes the place of', () => {
    expect(events(replace('a', textItem({ id: 'b' }))).map((event) => event.type)).toEqual([
      'message',
      'removed',
    ]);
    expect(events(replace('a', { liveChatPlaceholderItemRenderer: { id: 'a' } }))).toMatchObject([
      { type: 'removed', messageId: 'a' },
    ]);
  });
});

describe('what is no chat', () => {
  it.each([
    tickerCopy('a'),
    platformNote('a'),
    banner(textItem({ id: 'pinned' })),
    { updateLiveChatPollAction: {} },
  ])('is named and nothing more: %j', (action) => {
    const { events: found, nothing } = interpretAction(action);
    expect(found).toEqual([]);
    expect(nothing).toHaveLength(1);
  });

  it('is unwrapped from a replay', () => {
    const { events: found, nothing } = interpretAction(
      replayed(5, chatMessage({ id: 'a' }), tickerCopy('a'), remove('b')),
    );
    expect(found.map((event) => event.type)).toEqual(['message', 'removed']);
    expect(nothing).toEqual(['addLiveChatTickerItemAction']);
  });
});

describe('what is not understood', () => {
  it.each(hostileActions().map((action) => [action]))('is told with its bytes: %j', (action) => {
    const found = events(action);
    expect(found).not.toEqual([]);
    for (const event of found) {
      if (event.type !== 'unparsed') throw new Error(JSON.stringify(event));
      expect(event.payload.length).toBeGreaterThan(0);
      expect(event.reason).not.toBe('');
    }
  });

  it('does not overflow the stack, however deep', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(events({ someNewAction: deep })).toMatchObject([{ type: 'unparsed' }]);
  });

  const kinds = [
    chatMessage({ id: 'a', runs: [{ text: 'x' }, ownEmoji('y')], badges: [badge('OWNER')] }),
    superChat({ id: 'a', amount: '$1.00', text: 'x' }),
    superSticker({ id: 'a', amount: '$1.00', text: 'x' }),
    milestone({ id: 'a', months: 2, text: 'x' }),
    giftPurchase({ id: 'a', count: 3, to: 'x' }),
    jewelsGift({ author: '@a', text: 'sent 2 Jewels' }),
    replace('a', textItem({ id: 'a' })),
    replayed(1, chatMessage({ id: 'a' }), remove('b')),
    banner(textItem({ id: 'a' })),
  ];

  it('never throws and never vanishes: any part of any action changed to anything', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.nat(), fc.jsonValue(), (action, place, value) => {
        const changed = withChange(action, place, value);
        const { events: found, nothing } = interpretAction(changed);
        expect(found.length + nothing.length).toBeGreaterThan(0);
        for (const event of found) {
          if (event.type !== 'message') continue;
          const { text, emotes, messageId } = event.message;
          expect(text).not.toBe('');
          expect(messageId).not.toBe('');
          for (const emote of emotes) expect(text.slice(emote.start, emote.end)).toBe(emote.name);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** A copy whose part number `place`, counted in order, is another value. */
function withChange(value: unknown, place: number, by: unknown): unknown {
  const count = JSON.stringify(value).split(/[:,[]/).length;
  let left = place % count;
  const change = (part: unknown): unknown => {
    left -= 1;
    if (left < 0) {
      left = Infinity;
      return by;
    }
    if (Array.isArray(part)) return part.map(change);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, change(inner)]));
  };
  return change(value);
}
