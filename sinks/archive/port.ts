/**
 * The ChatArchive port: every message of every broadcast, with what moderators and platforms did to it.
 *
 * To the author of the next adapter. `contract.ts` beside this file is the reference; in short:
 * - `write` is idempotent and its batches may come again, also after newer ones. Content of a message is written where
 *   none is stored, or the stored one has a higher `rawOffset`. What was done to a message (removed, hidden, approved)
 *   lives apart from its content, so that it may arrive first; of two contrary acts the one of the higher position wins.
 * - When `write` resolves, the batch is durable. A store that can keep the position in the same transaction as the rows
 *   does so and tells it by `positions`; another answers an empty list and the reader commits to the log instead.
 * - Of several removals that concern a message, the one with the lowest `rawOffset` is told. A removal of a message holds
 *   whatever its offset; a sanction and a clear concern what has a lower `rawOffset` than theirs.
 * - Two registers of moderation, each kept by the act of the highest offset in `moderation.events`: `hidden` (set by
 *   hiding, unset by restoring and approving) and `approved` (set by approving, unset by hiding).
 * - A message id belongs to one author, and within a broadcast event time never goes back as `rawOffset` grows.
 * - An erased author stays erased: their messages are deleted, and none that arrives later is stored.
 * - Times are ms since 1970.
 */
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { MessageAnalyzed, RankedWord } from '../../core/events/generated.ts';

/** One event for the archive, decoded and as it came. */
export interface ArchiveEntry {
  readonly event: ChatpulseEvent;
  /** The encoded event (Confluent wire format), for stores that keep it as it is. May be a view: copy to keep. */
  readonly value: Uint8Array;
  /** Its offset in the topic of the batch. */
  readonly offset: number;
}

/** Events of one partition in order of offset. Topics: chat.analyzed, chat.words, moderation.events. */
export interface ArchiveBatch {
  readonly topic: string;
  readonly partition: number;
  readonly entries: readonly ArchiveEntry[];
  /** The offset after the last record read, also where it brought no entry. */
  readonly nextOffset: number;
  /** The highest `chat.raw` offset taken from this partition; -1 before the first, or for other topics. */
  readonly stamp: number;
}

/** How far a store has come in a partition. */
export interface StoredPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  readonly stamp: number;
}

/** A message as stored. */
export interface ArchivedMessage {
  readonly analyzed: MessageAnalyzed;
  /** Set when the platform removed it, its author, or the whole chat after it was said. */
  readonly removed: { readonly at: number; readonly kind: 'message' | 'author' | 'chat' } | null;
  readonly hidden: boolean;
  readonly approved: boolean;
}

/** What messages can be filtered by. */
export const MESSAGE_LABELS = [
  'positive',
  'neutral',
  'negative',
  'anger',
  'joy',
  'fear',
  'disgust',
  'surprise',
  'peace',
  'sadness',
  'profane',
  'paid',
  'removed',
] as const;
export type MessageLabel = (typeof MESSAGE_LABELS)[number];

export interface MessageQuery {
  readonly broadcastId: string;
  /** 1 to 500. */
  readonly limit: number;
  /** Only messages whose `rawOffset` is below. Newest first within the page's reach; items come in ascending order. */
  readonly before?: number;
  /** Only messages whose `rawOffset` is above: the oldest of them. Not together with `before`. */
  readonly after?: number;
  /** Words or parts of words; all of them must occur. Any case, any script. */
  readonly text?: string;
  /** Author id, or shown name (exact, any case). */
  readonly author?: string;
  readonly label?: MessageLabel;
  /** Event time range, `from` inclusive, `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
}

export interface MessagePage {
  /** Ascending by `rawOffset`. */
  readonly items: readonly ArchivedMessage[];
  /** More messages match beyond this page, in the direction of the query. */
  readonly more: boolean;
  /** The text was too common to be followed to its end, so that some matches may be missing. */
  readonly partial: boolean;
}

export interface Offender {
  readonly authorId: string;
  /** The name of the last message. */
  readonly name: string;
  readonly messages: number;
  readonly profane: number;
  /** Removed by an act on the message or on its author; a clear of the chat does not count. */
  readonly removed: number;
  readonly lastAt: number;
}

export interface BroadcastTotals {
  readonly messages: number;
  readonly removed: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

export interface ChatArchive {
  write(batch: ArchiveBatch): Promise<void>;
  /** Positions kept with the rows; empty for a store that keeps none. */
  positions(): Promise<readonly StoredPosition[]>;
  /** Resolves when the store answers: the smallest question it has, whatever its size. */
  ping(): Promise<void>;
  messages(query: MessageQuery): Promise<MessagePage>;
  totals(broadcastId: string): Promise<BroadcastTotals>;
  /** Ranked words of closed minutes that start in [from, to), summed: at most `limit`, most frequent first, then by word. */
  words(query: {
    broadcastId: string;
    from?: number;
    to?: number;
    limit: number;
  }): Promise<readonly RankedWord[]>;
  /**
   * Authors of a broadcast with profane or removed messages: the highest sum of both first, then by id. Whoever has no
   * id is left out: a name may be that of several people, and nobody is blamed for another.
   */
  offenders(query: { broadcastId: string; limit: number }): Promise<readonly Offender[]>;
  /** All messages of a broadcast in ascending order, in blocks; memory does not grow with the broadcast. */
  export(broadcastId: string): AsyncIterable<readonly ArchivedMessage[]>;
  close(): Promise<void>;
}

/** What an adapter does not do, with the reason that the skipped test shows. */
export interface ArchiveFeatures {
  readonly keepsPositions: true | string;
  readonly durable: true | string;
}
