import type { Paid } from '../../core/events/generated.ts';

/** How a packet of a gift is laid out, and what was given. */
export interface GiftLayout {
  /** Which fields name the giver. */
  readonly id: number;
  readonly nickname: number;
  /** The gift; undefined where the fields do not say it. */
  read(fields: readonly string[]): Gift | undefined;
}

export interface Gift {
  readonly kind: 'paid' | 'membership';
  readonly paid: Paid;
  readonly text: string;
}

/** By the packet's number: star balloons of three kinds, ad balloons of two, video balloons, and subscriptions. */
export const GIFTS: Readonly<Record<string, GiftLayout>> = {
  '0018': { id: 1, nickname: 2, read: (fields) => balloons(fields[3], '별풍선') },
  '0033': { id: 3, nickname: 4, read: (fields) => balloons(fields[5], '별풍선') },
  '0086': { id: 1, nickname: 2, read: (fields) => balloons(fields[3], '별풍선') },
  '0105': { id: 2, nickname: 3, read: (fields) => balloons(fields[4], '영상풍선') },
  '0087': { id: 2, nickname: 3, read: (fields) => adBalloons(fields[9]) },
  '0107': { id: 1, nickname: 2, read: (fields) => adBalloons(fields[3], fields[5]) },
  '0091': { id: 2, nickname: 3, read: () => subscription('membership', '구독') },
  '0093': {
    id: 1,
    nickname: 2,
    read: (fields) => subscription('membership', `${count(fields[3]) ?? 1}개월 구독`),
  },
  '0108': { id: 1, nickname: 2, read: (fields) => subscription('gift', `구독권 선물: ${fields[4] ?? ''}`) },
};

function balloons(given: string | undefined, name: string): Gift | undefined {
  const amount = count(given);
  if (amount === undefined) return undefined;
  return { kind: 'paid', paid: { kind: 'balloon', amount, currency: 'balloons' }, text: `${name} ${amount}` };
}

/** The giver of an ad balloon pays nothing but time; what it is worth to the channel is told in ad balloons. */
function adBalloons(given: string | undefined, sentence = ''): Gift | undefined {
  const amount = count(given);
  if (amount === undefined) return undefined;
  const paid = { kind: 'ad-balloon', amount, currency: 'adballoons' };
  return { kind: 'paid', paid, text: sentence.trim() || `애드벌룬 ${amount}` };
}

function subscription(kind: 'membership' | 'gift', text: string): Gift {
  return { kind: 'membership', paid: { kind, amount: 1, currency: 'subscription' }, text };
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
