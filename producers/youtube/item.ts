import type { Paid } from '../../core/events/generated.ts';
import type { SourceMessage } from '../port.ts';
import { authorOf, giverOf } from './author.ts';
import { isObject, type JsonObject } from '../json-fields.ts';
import { at, stringAt } from './json.ts';
import { giftPaid, jewelsPaid, membershipPaid } from './membership.ts';
import { messageIdOf, sentAtOf } from './message-id.ts';
import { paidOf } from './money.ts';
import { hasText, plainText, richText, type RichText } from './text.ts';

/** What an item of the chat is: a message, nothing to record, or something that is not understood. */
export type Item =
  | { readonly message: SourceMessage; /** A part that was left out. */ readonly flaw?: string }
  | { readonly nothing: string }
  | { readonly unknown: string };

/** Said by the platform, shown to the viewer alone, or only holding a place: no chat. */
const NO_CHAT = new Set([
  'liveChatViewerEngagementMessageRenderer',
  'liveChatPlaceholderItemRenderer',
  'liveChatModeChangeMessageRenderer',
  'liveChatModerationMessageRenderer',
  'liveChatAutoModMessageRenderer',
]);

/** Reads the one renderer inside an item. Never throws. */
export function readItem(item: unknown): Item {
  const names = isObject(item) ? Object.keys(item).filter((name) => isKind(name)) : [];
  const [name = ''] = names;
  const renderer = at(item, name);
  if (names.length !== 1 || !isObject(renderer))
    return { unknown: `an item with ${names.length || 'no'} kinds` };
  if (NO_CHAT.has(name)) return { nothing: name };
  return readRenderer(name, renderer);
}

/** Fields beside a renderer are of tracking alone. */
function isKind(name: string): boolean {
  return name.endsWith('Renderer') || name.endsWith('ViewModel');
}

function readRenderer(name: string, renderer: JsonObject): Item {
  switch (name) {
    case 'liveChatTextMessageRenderer':
      return itemOf(renderer, { kind: 'text', said: richText(at(renderer, 'message')), paid: null });
    case 'liveChatPaidMessageRenderer':
      return paidItem(renderer, {
        kind: 'paid',
        paidKind: 'donation',
        said: richText(at(renderer, 'message')),
      });
    case 'liveChatPaidStickerRenderer': {
      const label = stringAt(renderer, 'sticker', 'accessibility', 'accessibilityData', 'label');
      return paidItem(renderer, { kind: 'sticker', paidKind: 'sticker', said: justText(label ?? '') });
    }
    case 'liveChatMembershipItemRenderer': {
      const written = richText(at(renderer, 'message'));
      const header = [at(renderer, 'headerPrimaryText'), at(renderer, 'headerSubtext')];
      const said = written.text.trim() === '' ? joined(header) : written;
      return itemOf(renderer, { kind: 'membership', said, paid: membershipPaid(renderer) });
    }
    case 'liveChatSponsorshipsGiftPurchaseAnnouncementRenderer': {
      const header = at(renderer, 'header', 'liveChatSponsorshipsHeaderRenderer');
      const announced = at(header, 'primaryText');
      const said = richText(announced);
      return itemOf(renderer, { kind: 'membership', said, paid: giftPaid(announced), shown: header });
    }
    case 'liveChatSponsorshipsGiftRedemptionAnnouncementRenderer':
      // Paid for by the one who gave it.
      return itemOf(renderer, { kind: 'membership', said: richText(at(renderer, 'message')), paid: null });
    case 'giftMessageViewModel':
      return giftItem(renderer);
    default:
      return { unknown: `an item of the unknown kind ${name}` };
  }
}

interface Said {
  readonly kind: string;
  readonly said: RichText;
  readonly paid: Paid | null;
  /** Where the name and badges of the author stand; the renderer itself unless it says otherwise. */
  readonly shown?: unknown;
  readonly flaw?: string;
}

function itemOf(renderer: JsonObject, { kind, said, paid, shown = renderer, flaw }: Said): Item {
  const { text, emotes, unknownParts } = said;
  if (text.trim() === '') return { unknown: `an item of the kind ${kind} without a text` };
  const channelId =
    stringAt(renderer, 'authorExternalChannelId') ?? stringAt(shown, 'authorExternalChannelId');
  const author = authorOf({ shown, channelId });
  const message = {
    messageId: messageIdOf(renderer, author.id || author.name, text),
    sentAt: sentAtOf(renderer),
    author,
    text,
    emotes,
    kind,
    paid,
    reply: null,
    originId: null,
  };
  const left = unknownParts > 0 ? 'a text with a part of an unknown kind' : flaw;
  return left === undefined ? { message } : { message, flaw: left };
}

interface PaidSaid {
  readonly kind: string;
  readonly paidKind: string;
  readonly said: RichText;
}

/** What was paid is shown in place of a text where none was written. */
function paidItem(renderer: JsonObject, { kind, paidKind, said }: PaidSaid): Item {
  const amount = plainText(at(renderer, 'purchaseAmountText'));
  const paid = paidOf(paidKind, amount);
  const flaw = paid ? undefined : 'an amount of money that is not understood';
  return itemOf(renderer, { kind, said: said.text.trim() === '' ? justText(amount) : said, paid, flaw });
}

function giftItem(model: JsonObject): Item {
  const text = plainText(at(model, 'text'));
  const author = giverOf(plainText(at(model, 'authorName')));
  if (text === '') return { unknown: 'a gift without a text' };
  const messageId = messageIdOf(model, author.name, text);
  const base = { messageId, sentAt: sentAtOf(model), author, text, emotes: [], reply: null, originId: null };
  return { message: { ...base, kind: 'paid', paid: jewelsPaid(text) } };
}

function justText(text: string): RichText {
  return { text, emotes: [], unknownParts: 0 };
}

function joined(values: readonly unknown[]): RichText {
  return justText(values.filter(hasText).map(plainText).join(' · '));
}
