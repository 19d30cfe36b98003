import type { EventCodec } from '../../core/events/codec.ts';
import type { ChatMessage } from '../http/contract.ts';
import type { Retraction } from '../live/protocol.ts';
import { toChatMessage, withRemoved } from './message-view.ts';
import { RawRecords } from './raw-records.ts';

interface MessageItem {
  readonly kind: 'message';
  readonly offset: number;
  readonly seq: number;
  readonly id: string;
  readonly platform: string;
  readonly authorId: string;
  /** Append times in `chat.analyzed` and, before that, in `chat.raw`; ms since 1970. */
  readonly appendedAt: number;
  readonly acceptedAt: number;
  json: string;
}

/** What a record of `chat.analyzed` means to a viewer, written out once for all of them. `gone`: of an erased author. */
export type RingItem =
  MessageItem | { readonly kind: 'retraction' | 'gone'; readonly offset: number; readonly json: string };

export interface RingOptions {
  readonly codec: EventCodec;
  /** Items kept. */
  readonly capacity: number;
  /** The first offset of the partition from which on nothing of the broadcast is missing here. */
  readonly coversFrom: number;
  /** Whether an author's messages must not be shown any more. */
  readonly isErased: (platform: string, authorId: string) => boolean;
  /** A record that cannot be read; it is left out. */
  readonly unreadable?: (offset: number, error: unknown) => void;
}

/**
 * The newest records of one broadcast, numbered from 0 on in the order of the log. They are kept as bytes until somebody
 * looks (`open`): a broadcast without viewers costs next to nothing. Repeats that a restarted `analyze` has written are
 * dropped by the stamp rule: a record whose `chat.raw` offset is not above the highest one before it is skipped.
 */
export class MessageRing {
  readonly #options: RingOptions;
  readonly #raw = new RawRecords();
  readonly #items: (RingItem | undefined)[];
  /** Numbers of the first kept item and of the next one. */
  #first = 0;
  #next = 0;
  #stamp = -1;
  #coversFrom: number;

  constructor(options: RingOptions) {
    this.#options = options;
    this.#coversFrom = options.coversFrom;
    this.#items = new Array<RingItem | undefined>(options.capacity);
  }

  /** Items in memory, read or not. */
  get size(): number {
    return this.#next - this.#first + this.#raw.length;
  }

  /** The number that the next read item will get. */
  get next(): number {
    return this.#next;
  }

  /** The number of the oldest item kept. */
  get first(): number {
    return this.#first;
  }

  /** From this offset of the partition on nothing of the broadcast is missing. */
  get coversFrom(): number {
    return this.#coversFrom;
  }

  /** Takes a record as it came, with its append time; its bytes are copied. */
  push(offset: number, value: Uint8Array, appendedAt = 0): void {
    this.#raw.push(offset, value, appendedAt);
    // Twice the capacity before the cut makes the cut rare.
    if (this.#raw.length >= this.#options.capacity * 2) this.#forgetRaw(this.#options.capacity);
  }

  /** Forgets the oldest `count` items. */
  forget(count: number): void {
    const read = Math.min(count, this.#next - this.#first);
    for (let step = 0; step < read; step += 1) this.#forgetFirst();
    if (count > read) this.#forgetRaw(this.#raw.length - (count - read));
  }

  /** Reads what has come since; from now on `at` answers up to the newest record. */
  open(): void {
    if (this.#raw.length > this.#options.capacity) this.#forgetRaw(this.#options.capacity);
    this.#raw.drain(this.#read);
  }

  /** The item of this number; undefined where it was forgotten or has not come. */
  at(number: number): RingItem | undefined {
    if (number < this.#first || number >= this.#next) return undefined;
    return this.#items[number % this.#options.capacity];
  }

  /** The number of the first read item at or after an offset. */
  numberOf(offset: number): number {
    let low = this.#first;
    let high = this.#next;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.at(middle)?.offset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The newest messages as JSON, ascending, at most `limit`. */
  newestMessages(limit: number): { readonly json: string; readonly seq: number }[] {
    const messages: { json: string; seq: number }[] = [];
    for (let number = this.#next - 1; number >= this.#first && messages.length < limit; number -= 1) {
      const item = this.at(number);
      if (item?.kind === 'message') messages.push({ json: item.json, seq: item.seq });
    }
    return messages.reverse();
  }

  /** Takes an author's messages out for good and tells the viewers. */
  erase(author: { readonly platform: string; readonly authorId: string; readonly at: number }): void {
    this.open();
    const { platform, authorId, at } = author;
    let offset = this.#coversFrom;
    for (let number = this.#first; number < this.#next; number += 1) {
      const item = this.at(number);
      if (!item) continue;
      offset = item.offset;
      if (item.kind === 'message' && item.platform === platform && item.authorId === authorId)
        this.#items[number % this.#options.capacity] = { kind: 'gone', offset, json: '' };
    }
    const retraction: Retraction = { kind: 'erased', seq: Math.max(0, this.#stamp), at, authorId };
    this.#add({ kind: 'retraction', offset, json: JSON.stringify(retraction) });
  }

  /** Starts over at an offset: what lies before it was lost. */
  restart(coversFrom: number): void {
    this.forget(this.size);
    this.#coversFrom = coversFrom;
    this.#stamp = -1;
  }

  readonly #read = (offset: number, value: Uint8Array, appendedAt: number): void => {
    try {
      this.#take(offset, value, appendedAt);
    } catch (error) {
      this.#options.unreadable?.(offset, error);
    }
  };

  #take(offset: number, value: Uint8Array, appendedAt: number): void {
    const event = this.#options.codec.decode(value);
    switch (event.type) {
      case 'MessageAnalyzed': {
        const { message } = event.data;
        if (!this.#isNew(event.data.rawOffset) || this.#options.isErased(message.platform, message.author.id))
          return;
        const json = JSON.stringify(toChatMessage(event.data));
        this.#add({
          kind: 'message',
          offset,
          seq: event.data.rawOffset,
          id: message.messageId,
          platform: message.platform,
          authorId: message.author.id,
          appendedAt,
          acceptedAt: event.data.rawAppend,
          json,
        });
        return;
      }
      case 'MessageRemoved':
        if (this.#isNew(event.data.rawOffset))
          this.#retract(offset, {
            kind: 'message',
            seq: event.data.rawOffset,
            at: event.data.eventTime,
            messageId: event.data.messageId,
          });
        return;
      case 'PlatformSanctioned':
        if (this.#isNew(event.data.rawOffset))
          this.#retract(offset, {
            kind: 'author',
            seq: event.data.rawOffset,
            at: event.data.eventTime,
            authorId: event.data.authorId,
          });
        return;
      case 'ChatCleared':
        if (this.#isNew(event.data.rawOffset))
          this.#retract(offset, { kind: 'chat', seq: event.data.rawOffset, at: event.data.eventTime });
        return;
      default:
    }
  }

  #isNew(stamp: number): boolean {
    if (stamp <= this.#stamp) return false;
    this.#stamp = stamp;
    return true;
  }

  #retract(offset: number, retraction: Retraction & { readonly kind: 'message' | 'author' | 'chat' }): void {
    const removed: NonNullable<ChatMessage['removed']> = { at: retraction.at, kind: retraction.kind };
    for (let number = this.#first; number < this.#next; number += 1) {
      const item = this.at(number);
      if (item?.kind === 'message' && concerns(retraction, item)) item.json = withRemoved(item.json, removed);
    }
    this.#add({ kind: 'retraction', offset, json: JSON.stringify(retraction) });
  }

  #add(item: RingItem): void {
    if (this.#next - this.#first >= this.#options.capacity) this.#forgetFirst();
    this.#items[this.#next % this.#options.capacity] = item;
    this.#next += 1;
  }

  #forgetFirst(): void {
    const item = this.at(this.#first);
    if (item) this.#coversFrom = item.offset + 1;
    this.#items[this.#first % this.#options.capacity] = undefined;
    this.#first += 1;
  }

  /** Keeps the newest `keep` unread items: older ones, read or not, are beyond the capacity. */
  #forgetRaw(keep: number): void {
    const cut = Math.max(0, this.#raw.length - keep);
    const last = this.#raw.forget(cut);
    if (last === undefined) return;
    while (this.#first < this.#next) this.#forgetFirst();
    this.#coversFrom = last + 1;
    // What was never read still takes its numbers, so that a viewer learns how much it missed.
    this.#first += cut;
    this.#next += cut;
  }
}

function concerns(retraction: Retraction, item: MessageItem): boolean {
  if (retraction.kind === 'message') return item.id === retraction.messageId;
  return retraction.kind === 'chat' || item.authorId === retraction.authorId;
}
