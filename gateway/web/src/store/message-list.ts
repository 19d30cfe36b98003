import type { ChatMessage } from '../../../http/contract.ts';
import type { Retraction } from '../../../live/protocol.ts';

/** A line of the chat: a message, or the note that some were skipped. */
export type ChatEntry =
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly broadcast: string;
      readonly message: ChatMessage;
    }
  | {
      readonly kind: 'skipped';
      readonly key: string;
      readonly broadcast: string;
      readonly count: number;
    };

/** What a list shows now. A new object after every change. */
export interface MessageListView {
  readonly entries: readonly ChatEntry[];
  /** Messages that came while the reader was further up; they are not among the entries yet. */
  readonly waiting: number;
  /** The entries grew or shrank at their start since the view before. */
  readonly startMoved: boolean;
}

export interface MessageListOptions {
  /** Whose messages these are; keys of several lists differ by it. */
  readonly broadcast?: string;
  /** Entries kept while the reader follows the newest. */
  readonly capacity?: number;
  /** Entries kept while the reader looks at older ones. */
  readonly readingCapacity?: number;
}

/** Entries over the capacity that are tolerated, so that the start moves rarely. */
const SLACK = 500;
/** Removals of single messages that are remembered for messages loaded later. */
const REMEMBERED_REMOVALS = 20_000;

interface Until {
  readonly seq: number;
  readonly at: number;
}

/**
 * The messages of a broadcast in order, bounded, without repeats and with what was retracted.
 * While the reader follows, new messages join the entries and the oldest fall out. While the reader is further up, the
 * entries stand still and new ones wait; only older ones may be added in front.
 */
export class MessageList {
  readonly #broadcast: string;
  readonly #capacity: number;
  readonly #readingCapacity: number;
  #entries: ChatEntry[] = [];
  #waiting: ChatEntry[] = [];
  #waitingMessages = 0;
  readonly #ids = new Set<string>();
  #following = true;
  #startMoved = false;
  #skips = 0;
  readonly #removedIds = new Map<string, Until>();
  readonly #removedAuthors = new Map<string, Until>();
  readonly #erasedAuthors = new Set<string>();
  #cleared: Until | null = null;
  #view: MessageListView = { entries: [], waiting: 0, startMoved: false };

  constructor(options: MessageListOptions = {}) {
    this.#broadcast = options.broadcast ?? '';
    this.#capacity = options.capacity ?? 5_000;
    this.#readingCapacity = options.readingCapacity ?? 20_000;
  }

  get view(): MessageListView {
    return this.#view;
  }

  get following(): boolean {
    return this.#following;
  }

  /** The seq of the oldest message held; null when there is none. */
  get oldestSeq(): number | null {
    const first = this.#entries.find((entry) => entry.kind === 'message');
    return first?.kind === 'message' ? first.message.seq : null;
  }

  /** Takes new messages, ascending by seq; ids that are held are dropped. Call {@link commit} to show them. */
  append(messages: readonly ChatMessage[]): void {
    const target = this.#following ? this.#entries : this.#waiting;
    for (const message of messages) {
      if (this.#ids.has(message.id) || this.#erasedAuthors.has(message.author.id)) continue;
      this.#ids.add(message.id);
      target.push(this.#entryOf(message));
      if (!this.#following) this.#waitingMessages += 1;
    }
    this.#bound();
  }

  /** Notes that messages were left out here. */
  skip(count: number): void {
    const target = this.#following ? this.#entries : this.#waiting;
    target.push(this.#skippedEntry(count));
  }

  /** Puts older messages, ascending by seq, in front. Answers how many were new. */
  prepend(messages: readonly ChatMessage[]): number {
    const fresh: ChatEntry[] = [];
    for (const message of messages) {
      if (this.#ids.has(message.id) || this.#erasedAuthors.has(message.author.id)) continue;
      this.#ids.add(message.id);
      fresh.push(this.#entryOf(message));
    }
    if (fresh.length === 0) return 0;
    this.#entries = fresh.concat(this.#entries);
    this.#startMoved = true;
    return fresh.length;
  }

  retract(retractions: readonly Retraction[]): void {
    for (const { kind, seq, at, messageId, authorId } of retractions) {
      const until = { seq, at };
      if (kind === 'message' && messageId) this.#rememberRemoval(messageId, until);
      if (kind === 'author' && authorId) this.#removedAuthors.set(authorId, until);
      if (kind === 'chat') this.#cleared = until;
      if (kind === 'erased' && authorId) this.#erasedAuthors.add(authorId);
    }
    if (retractions.length === 0) return;
    if (retractions.some((item) => item.kind === 'erased')) this.#forgetErased();
    this.#entries = this.#entries.map((entry) => this.#markRemoved(entry));
    this.#waiting = this.#waiting.map((entry) => this.#markRemoved(entry));
  }

  /** The reader follows the newest again (what waited joins the entries), or stops to look at older ones. */
  follow(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    if (following) {
      this.#entries = this.#entries.concat(this.#waiting);
      this.#waiting = [];
      this.#waitingMessages = 0;
      this.#bound();
    }
  }

  /** Drops everything, as when a snapshot replaces what is held. Retractions are kept. */
  clear(): void {
    this.#entries = [];
    this.#waiting = [];
    this.#waitingMessages = 0;
    this.#ids.clear();
    this.#startMoved = true;
  }

  /** Makes the changes so far visible as a new view. */
  commit(): MessageListView {
    this.#view = {
      entries: this.#entries.slice(),
      waiting: this.#waitingMessages,
      startMoved: this.#startMoved,
    };
    this.#startMoved = false;
    return this.#view;
  }

  #entryOf(message: ChatMessage): ChatEntry {
    const broadcast = this.#broadcast;
    return {
      kind: 'message',
      key: `${broadcast}/${message.id}`,
      broadcast,
      message: this.#withRemoval(message),
    };
  }

  #skippedEntry(count: number): ChatEntry {
    this.#skips += 1;
    const broadcast = this.#broadcast;
    return { kind: 'skipped', key: `${broadcast} skipped ${this.#skips}`, broadcast, count };
  }

  #bound(): void {
    const capacity = this.#following ? this.#capacity : this.#readingCapacity;
    if (this.#following && this.#entries.length > capacity + SLACK) {
      this.#forget(this.#entries.splice(0, this.#entries.length - capacity));
      this.#startMoved = true;
    }
    if (this.#waiting.length > this.#capacity + SLACK) {
      const dropped = this.#waiting.splice(0, this.#waiting.length - this.#capacity);
      this.#forget(dropped);
      const count = dropped.reduce((sum, entry) => sum + (entry.kind === 'skipped' ? entry.count : 1), 0);
      this.#waiting.unshift(this.#skippedEntry(count));
    }
  }

  /** True while more history may be loaded in front. */
  get roomInFront(): boolean {
    return this.#entries.length < this.#readingCapacity;
  }

  #forget(entries: readonly ChatEntry[]): void {
    for (const entry of entries) if (entry.kind === 'message') this.#ids.delete(entry.message.id);
  }

  #rememberRemoval(messageId: string, until: Until): void {
    this.#removedIds.set(messageId, until);
    if (this.#removedIds.size <= REMEMBERED_REMOVALS) return;
    const oldest = this.#removedIds.keys().next();
    if (!oldest.done) this.#removedIds.delete(oldest.value);
  }

  #forgetErased(): void {
    const kept = (entry: ChatEntry): boolean =>
      entry.kind !== 'message' || !this.#erasedAuthors.has(entry.message.author.id);
    this.#entries = this.#entries.filter(kept);
    this.#waiting = this.#waiting.filter(kept);
    this.#startMoved = true;
  }

  #markRemoved(entry: ChatEntry): ChatEntry {
    if (entry.kind !== 'message' || entry.message.removed) return entry;
    const message = this.#withRemoval(entry.message);
    return message === entry.message ? entry : { ...entry, message };
  }

  #withRemoval(message: ChatMessage): ChatMessage {
    if (message.removed) return message;
    const removal = this.#removalOf(message);
    return removal ? { ...message, removed: removal } : message;
  }

  #removalOf(message: ChatMessage): ChatMessage['removed'] {
    const alone = this.#removedIds.get(message.id);
    if (alone) return { at: alone.at, kind: 'message' };
    const author = message.author.id ? this.#removedAuthors.get(message.author.id) : undefined;
    if (author && message.seq < author.seq) return { at: author.at, kind: 'author' };
    if (this.#cleared && message.seq < this.#cleared.seq) return { at: this.#cleared.at, kind: 'chat' };
    return null;
  }
}
