import type { SourceEvent } from '../port.ts';
import { readItem } from './item.ts';
import { isObject, jsonBytes, type JsonObject } from '../json-fields.ts';
import { at, listAt, stringAt } from './json.ts';

/** What one action of the chat means, in order. */
export interface Meaning {
  readonly events: readonly SourceEvent[];
  /** Kinds that carry nothing to record. */
  readonly nothing: readonly string[];
}

/** Actions that carry nothing for a reader of chat: copies in the ticker, polls, panels, hints, animations. */
const HARMLESS = new Set([
  'addLiveChatTickerItemAction',
  'removeBannerForLiveChatCommand',
  'showLiveChatActionPanelAction',
  'updateLiveChatPollAction',
  'closeLiveChatActionPanelAction',
  'showLiveChatDialogAction',
  'showLiveChatTooltipCommand',
  'showLiveChatSurveyCommand',
  'liveChatReportModerationStateCommand',
  'replaceLiveChatRendererAction',
  'signalAction',
  'showFanzoneTickerChipCommand',
  'removeFanzoneTickerChipCommand',
  'addInteractivityWidgetAction',
  'updateOrAddInteractivityWidgetAction',
]);

/** What a banner may hold: a copy of a message or a product, a raid, a poll, a summary. */
const BANNERS = new Set([
  'liveChatTextMessageRenderer',
  'liveChatPaidMessageRenderer',
  'liveChatMembershipItemRenderer',
  'liveChatProductItemRenderer',
  'liveChatPollRenderer',
  'pollRenderer',
  'liveChatBannerRedirectRenderer',
  'liveChatBannerChatSummaryRenderer',
  'liveChatCallForQuestionsRenderer',
]);

/** Fields of an action that say nothing about what it does. */
const MARKS = new Set(['clickTrackingParams', 'trackingParams', 'commandMetadata']);

/** Reads one action. What is not understood becomes `unparsed` with its bytes. Never throws. */
export function interpretAction(action: unknown): Meaning {
  const events: SourceEvent[] = [];
  const nothing: string[] = [];
  const kinds = isObject(action) ? Object.keys(action).filter((name) => !MARKS.has(name)) : [];
  if (kinds.length === 0) return { events: [unparsed(action, 'no action')], nothing };
  for (const kind of kinds) {
    const content = at(action, kind);
    if (kind === 'replayChatItemAction') {
      const inside = listAt(content, 'actions');
      if (inside.length === 0) events.push(unparsed(action, 'a replayed action that holds none'));
      for (const inner of inside) {
        const meaning = isReplay(inner) ? unreadable(inner) : interpretAction(inner);
        events.push(...meaning.events);
        nothing.push(...meaning.nothing);
      }
    } else if (HARMLESS.has(kind)) nothing.push(kind);
    else read({ kind, content, action, events, nothing });
  }
  return { events, nothing };
}

/** A recording holds actions, not recordings: deeper nesting is nobody's chat. */
function isReplay(action: unknown): boolean {
  return at(action, 'replayChatItemAction') !== undefined;
}

function unreadable(action: unknown): Meaning {
  return { events: [unparsed(action, 'a replayed action inside another')], nothing: [] };
}

interface Reading {
  readonly kind: string;
  readonly content: unknown;
  readonly action: unknown;
  readonly events: SourceEvent[];
  readonly nothing: string[];
}

function read({ kind, content, action, events, nothing }: Reading): void {
  switch (kind) {
    case 'addChatItemAction':
      readAdded(at(content, 'item'), { kind, content, action, events, nothing });
      return;
    case 'replaceChatItemAction':
      readReplaced({ kind, content, action, events, nothing });
      return;
    case 'removeChatItemAction':
    case 'markChatItemAsDeletedAction': {
      const messageId = stringAt(content, 'targetItemId');
      if (messageId === undefined) events.push(unparsed(action, `${kind} that names no item`));
      else events.push({ type: 'removed', messageId, by: null, sentAt: null });
      return;
    }
    case 'removeChatItemByAuthorAction':
    case 'markChatItemsByAuthorAsDeletedAction': {
      const authorId = stringAt(content, 'externalChannelId');
      if (authorId === undefined) events.push(unparsed(action, `${kind} that names no author`));
      else
        events.push({ type: 'sanctioned', authorId, authorName: null, durationSeconds: null, sentAt: null });
      return;
    }
    case 'addBannerToLiveChatCommand': {
      const held = bannerKind(content);
      if (held !== undefined && BANNERS.has(held)) nothing.push(`${kind}: ${held}`);
      else events.push(unparsed(action, `a banner of the unknown kind ${held ?? 'none'}`));
      return;
    }
    default:
      events.push(unparsed(action, `the unknown action ${kind}`));
  }
}

function readAdded(item: unknown, { action, events, nothing }: Reading): void {
  const found = readItem(item);
  if ('nothing' in found) nothing.push(found.nothing);
  else if ('unknown' in found) events.push(unparsed(action, found.unknown));
  else {
    events.push({ type: 'message', message: found.message });
    if (found.flaw !== undefined) events.push(unparsed(action, found.flaw));
  }
}

/**
 * A message that was held back takes the place of its placeholder under the same id. Anything else in place of a message
 * means that the message is gone.
 */
function readReplaced(reading: Reading): void {
  const { content, action, events } = reading;
  const target = stringAt(content, 'targetItemId');
  const before = events.length;
  readAdded(at(content, 'replacementItem'), reading);
  const read = events.slice(before);
  if (read.some(isUnparsed)) return;
  const added = read.find((event) => event.type === 'message');
  if (target === undefined) events.push(unparsed(action, 'replaceChatItemAction that names no item'));
  else if (added?.message.messageId !== target)
    events.push({ type: 'removed', messageId: target, by: null, sentAt: null });
}

function isUnparsed(event: SourceEvent): boolean {
  return event.type === 'unparsed';
}

function bannerKind(content: unknown): string | undefined {
  const contents: JsonObject | unknown = at(content, 'bannerRenderer', 'liveChatBannerRenderer', 'contents');
  return isObject(contents) ? Object.keys(contents)[0] : undefined;
}

function unparsed(value: unknown, reason: string): SourceEvent {
  return { type: 'unparsed', payload: jsonBytes(value), reason };
}
