import { Binary, type Collection, type Db } from 'mongodb';
import type { EventCodec } from '../../../core/events/codec.ts';
import type { MessageAnalyzed } from '../../../core/events/generated.ts';
import { labelBit, labelBits } from '../labels.ts';
import { MESSAGE_LABELS, type MessageLabel } from '../port.ts';
import { normalizeForSearch, searchText } from '../search-text.ts';
import { searchUnits } from './search-units.ts';

/** An act of the platform: its offset in `chat.raw`, and its event time (ms since 1970). */
export interface Act {
  readonly offset: number;
  readonly at: number;
}

/** The content of a message. Of two with one id the one of the lower offset is kept. */
export interface Content {
  readonly broadcast: string;
  /** Its offset in `chat.raw`. */
  readonly offset: number;
  readonly time: Date;
  /** When it came into `chat.raw`: what retention goes by. */
  readonly appended: Date;
  readonly platform: string;
  /** Who said it, see {@link personOf}. */
  readonly person: string;
  /** The shown name, normalised for search. */
  readonly name: string;
  readonly labels: readonly MessageLabel[];
  /** What queries look for their terms in. */
  readonly search: string;
  /** What the index of {@link search} is made of. */
  readonly units: readonly string[];
  /** The whole event, encoded with the project's own schema ids. */
  readonly body: Binary;
}

/**
 * What was done to a message. Every field is a register of its own that only moves one way, so that acts end the same in
 * any order, also before there is any content.
 */
export interface State {
  /** The removal of the lowest offset. */
  readonly removal: Act;
  /** The sanction on its author of the lowest offset above its own. */
  readonly sanction: Act;
  /** There is a removal or a sanction. */
  readonly retracted: true;
  /** The highest value, see {@link register}. */
  readonly hidden: number;
  readonly approved: number;
  /** Time of the latest act on the message: retention goes by it where no content came. */
  readonly acted: Date;
}

/** `_id` is `messageKey(broadcastId, messageId)`. Without `broadcast` there is no content yet. */
export type MessageDocument = { readonly _id: string } & Partial<Content> & Partial<State>;

export interface SanctionDocument extends Act {
  /** Broadcast, author and offset. */
  readonly _id: string;
  readonly broadcast: string;
  readonly author: string;
  readonly appended: Date;
}

export interface ClearDocument extends Act {
  /** Broadcast and offset. */
  readonly _id: string;
  readonly broadcast: string;
  readonly appended: Date;
}

export interface WordsDocument {
  /** Broadcast and start of the minute. */
  readonly _id: string;
  readonly broadcast: string;
  readonly start: number;
  readonly stamp: number;
  /** The `WordsRanked` event, encoded. */
  readonly body: Binary;
  /** When it was stored: what retention goes by, for the event tells no such time. */
  readonly stored: Date;
}

export interface ErasedDocument {
  /** Platform and author. Kept for ever. */
  readonly _id: string;
}

export interface SchemaDocument {
  readonly _id: string;
  readonly version: number;
}

export interface Collections {
  readonly messages: Collection<MessageDocument>;
  readonly sanctions: Collection<SanctionDocument>;
  readonly clears: Collection<ClearDocument>;
  readonly words: Collection<WordsDocument>;
  readonly erased: Collection<ErasedDocument>;
  readonly schema: Collection<SchemaDocument>;
}

/** `suffix` is put behind the names of those that the log can make anew: all but the erased and the schema. */
export function collectionsOf(db: Db, suffix = ''): Collections {
  return {
    messages: db.collection(`messages${suffix}`),
    sanctions: db.collection(`sanctions${suffix}`),
    clears: db.collection(`clears${suffix}`),
    words: db.collection(`words${suffix}`),
    erased: db.collection('erased'),
    schema: db.collection('schema'),
  };
}

/** An id of several parts; none but the last holds a line feed. */
export function joinId(...parts: readonly (string | number)[]): string {
  return parts.join('\n');
}

/** The id of an author, or where the platform gives none the name behind a line feed, with which no id begins. */
export function personOf(author: { readonly id: string; readonly name: string }): string {
  return author.id === '' ? `\n${author.name}` : author.id;
}

/** A boolean and the offset that it was set at as one number: the higher number is the later act. */
export function register(offset: number, value: boolean): number {
  return offset * 2 + (value ? 1 : 0);
}

export function registerValue(stored: number | undefined): boolean {
  return stored !== undefined && stored % 2 === 1;
}

export function contentOf(analyzed: MessageAnalyzed, codec: EventCodec): Content {
  const { message } = analyzed;
  const bits = labelBits(analyzed);
  const search = searchText(analyzed);
  return {
    broadcast: message.broadcastId,
    offset: analyzed.rawOffset,
    time: new Date(analyzed.eventTime),
    appended: new Date(analyzed.rawAppend),
    platform: message.platform,
    person: personOf(message.author),
    name: normalizeForSearch(message.author.name),
    labels: MESSAGE_LABELS.filter((label) => (bits & labelBit(label)) !== 0),
    search,
    units: searchUnits(search),
    body: new Binary(codec.encode('MessageAnalyzed', analyzed)),
  };
}
