import type { Paid } from '../../core/events/generated.ts';
import type { JsonObject } from '../json-fields.ts';
import { at, listAt, stringAt } from './json.ts';
import { hasText, plainText } from './text.ts';

/** The platform tells that memberships were bought, not for how much. */
const MEMBERSHIP = 'membership';

/** A new member pays; one who shares how long it has been does not at that moment. */
export function membershipPaid(renderer: JsonObject): Paid | null {
  const isMilestone = hasText(at(renderer, 'headerPrimaryText'));
  return isMilestone ? null : { kind: 'membership', amount: 1, currency: MEMBERSHIP };
}

/** How many memberships were given: a part of its own where the text has parts, since the channel's name may hold digits. */
export function giftPaid(announced: unknown): Paid {
  const own = listAt(announced, 'runs')
    .map((run) => stringAt(run, 'text')?.trim() ?? '')
    .find((text) => /^\d{1,6}$/.test(text));
  const first = /\d{1,6}/.exec(plainText(announced))?.[0];
  return { kind: 'gift', amount: Math.max(1, Number(own ?? first ?? 1)), currency: MEMBERSHIP };
}

/** Gifts are paid for in the platform's own unit; without its number a gift counts as one. */
export function jewelsPaid(text: string): Paid {
  const jewels = /(\d{1,3}(?:,\d{3})+|\d{1,9})\s+jewels?\b/iu.exec(text)?.[1];
  const amount = Number(jewels?.replaceAll(',', '') ?? 0);
  return amount > 0
    ? { kind: 'gift', amount, currency: 'jewels' }
    : { kind: 'gift', amount: 1, currency: 'gift' };
}
