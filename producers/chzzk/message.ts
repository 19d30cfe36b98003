import type { Paid } from '../../core/events/generated.ts';
import { numberOf, objectOf, textOf, timeOf, type JsonObject } from '../json-fields.ts';
import type { SourceMessage } from '../port.ts';
import { authorOf, SYSTEM } from './author.ts';
import { emotesOf } from './emotes.ts';
import type { MessageIds } from './message-ids.ts';

/** The platform's numbers for what a message is. Those not named here are shown by their text. */
const STICKER = 3;
const DONATION = 10;
const SUBSCRIPTION = 11;
const SUBSCRIPTION_GIFT = 12;
const SYSTEM_MESSAGE = 30;

/** What a message is besides its text. `own` is the platform's way to say it where nobody wrote a text. */
interface Nature {
  readonly kind: string;
  readonly paid: Paid | null;
  readonly own: string;
}

/** A message, live or from the backlog (which names its fields differently); or why it is none. */
export function messageOf(
  item: JsonObject,
  ids: MessageIds,
): { readonly message: SourceMessage } | { readonly reason: string } {
  const time = timeOf(item, 'msgTime', 'messageTime');
  if (time === undefined) return { reason: 'a message without a time' };
  const uid = textOf(item, 'uid', 'userId') ?? '';
  const profile = item['profile'];
  if (uid === '' && objectOf(profile) !== undefined) return { reason: 'a message without a sender' };
  const extras = objectOf(item['extras']);
  const code = numberOf(item, 'msgTypeCode', 'messageTypeCode');
  const { kind, paid, own } = natureOf(code, extras);
  const text = textOf(item, 'msg', 'content') || own;
  if (text === '') return { reason: `a message of type ${code ?? 'unknown'} without a text` };
  return {
    message: {
      messageId: ids.idOf({ uid, time }, text),
      sentAt: time,
      author: code === SYSTEM_MESSAGE ? SYSTEM : authorOf({ uid, profile, extras }),
      text,
      emotes: emotesOf(text, extras),
      kind,
      paid,
      reply: null,
      originId: null,
    },
  };
}

function natureOf(code: number | undefined, extras: JsonObject | undefined): Nature {
  switch (code) {
    case DONATION:
      return donation(extras);
    case SUBSCRIPTION: {
      const own = `${textOf(extras, 'tierName') ?? ''} ${numberOf(extras, 'month') ?? 1}개월 구독`.trim();
      return { kind: 'membership', paid: { kind: 'membership', amount: 1, currency: 'subscription' }, own };
    }
    case SUBSCRIPTION_GIFT: {
      const amount = Math.max(1, numberOf(extras, 'quantity') ?? 1);
      return {
        kind: 'membership',
        paid: { kind: 'gift', amount, currency: 'subscription' },
        own: `구독권 선물 ${amount}`,
      };
    }
    case SYSTEM_MESSAGE:
      return { kind: 'notice', paid: null, own: textOf(extras, 'description') ?? '' };
    default:
      return { kind: code === STICKER ? 'sticker' : 'text', paid: null, own: '' };
  }
}

/** Paid in won: one cheese, the platform's coin, costs one. A mission has its text in a field of its own. */
function donation(extras: JsonObject | undefined): Nature {
  const amount = numberOf(extras, 'payAmount') ?? 0;
  return {
    kind: 'paid',
    paid: amount > 0 ? { kind: 'donation', amount, currency: 'KRW' } : null,
    own: textOf(extras, 'missionText') || `치즈 ${amount}`,
  };
}
