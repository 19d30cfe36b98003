import { numberOf, objectOf, textOf, timeOf, type JsonObject } from '../json-fields.ts';
import type { SourceEvent } from '../port.ts';
import type { MessageIds } from './message-ids.ts';

/** A thousand years: no length that a moderator gives, and what follows from it stays a date. */
const LONGEST_S = 1_000 * 365 * 86_400;
/** Messages that stand in the backlog but are hidden from the chat. */
const HIDDEN = new Set(['BLIND', 'CBOTBLIND', 'HIDDEN']);

/** A blind takes messages away by their sender and time. Undefined where it names none. */
export function removalsOf(body: JsonObject, ids: MessageIds): SourceEvent[] | undefined {
  const uid = textOf(body, 'userId', 'uid');
  const time = timeOf(body, 'messageTime', 'msgTime');
  if (!uid || time === undefined) return undefined;
  const by = textOf(body, 'blindUserId') || null;
  return ids.idsOf({ uid, time }).map((messageId) => ({ type: 'removed', messageId, by, sentAt: null }));
}

export function isHidden(item: JsonObject): boolean {
  return HIDDEN.has(textOf(item, 'msgStatusType', 'messageStatusType') ?? '');
}

/** A kick or a penalty. Without a length it holds until it is taken back. Undefined where it names nobody. */
export function sanctionOf(body: JsonObject): SourceEvent | undefined {
  const authorId = textOf(body, 'userId', 'uid', 'targetUserId', 'userIdHash');
  if (!authorId) return undefined;
  const seconds = numberOf(body, 'durationSeconds', 'penaltyDuration', 'duration');
  return {
    type: 'sanctioned',
    authorId,
    authorName: textOf(body, 'nickname') || textOf(objectOf(body['profile']), 'nickname') || null,
    durationSeconds: seconds !== undefined && seconds > 0 ? Math.min(LONGEST_S, Math.round(seconds)) : null,
    sentAt: timeOf(body, 'messageTime', 'msgTime', 'createdTime') ?? null,
  };
}
