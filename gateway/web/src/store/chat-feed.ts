import type { ChatMessage } from '../../../http/contract.ts';
import type { Retraction } from '../../../live/protocol.ts';
import { api, ApiError } from '../api/client.ts';
import type { ChatHistory } from './chat-session.ts';
import { isFiltering, matches, toQuery, type ChatFilter } from './filter.ts';
import { MessageList, type MessageListView } from './message-list.ts';

const PAGE = 200;

interface FeedState {
  /** Nothing has been heard yet. */
  readonly loading: boolean;
  readonly loadingOlder: boolean;
  /** The oldest message held is the first there is. */
  readonly atStart: boolean;
  readonly failed: boolean;
  /** The search was too common to be followed to its end. */
  readonly partial: boolean;
}

export interface FeedView extends FeedState {
  readonly list: MessageListView;
  readonly filter: ChatFilter;
}

export interface ChatFeedOptions {
  readonly broadcast: string;
  readonly filter: ChatFilter;
  readonly onChange: () => void;
  /** Messages kept while the reader follows. */
  readonly capacity?: number;
}

/** Messages of a broadcast that fit a filter: live ones as they come, older ones from the archive on demand. */
export class ChatFeed implements ChatHistory {
  readonly filter: ChatFilter;
  readonly list: MessageList;
  readonly #broadcast: string;
  readonly #changed: () => void;
  readonly #stopped = new AbortController();
  #state: FeedState = { loading: true, loadingOlder: false, atStart: false, failed: false, partial: false };
  #view: FeedView;
  #dirty = false;

  constructor(options: ChatFeedOptions) {
    const { broadcast, capacity } = options;
    this.#broadcast = broadcast;
    this.list = new MessageList({ broadcast, ...(capacity !== undefined && { capacity }) });
    this.filter = options.filter;
    this.#changed = options.onChange;
    this.#view = { ...this.#state, filter: options.filter, list: this.list.view };
    if (isFiltering(options.filter)) void this.loadOlder();
  }

  get following(): boolean {
    return this.list.following;
  }

  get view(): FeedView {
    return this.#view;
  }

  close(): void {
    this.#stopped.abort();
  }

  /** Live messages and retractions of the broadcast; those that fit are kept. */
  take(messages: readonly ChatMessage[], retractions: readonly Retraction[]): void {
    const fitting = isFiltering(this.filter) ? messages.filter((m) => matches(m, this.filter)) : messages;
    if (fitting.length > 0) this.list.append(fitting);
    if (retractions.length > 0) this.list.retract(retractions);
    if (fitting.length > 0 || retractions.length > 0) this.#dirty = true;
  }

  skip(count: number): void {
    this.list.skip(count);
    this.#dirty = true;
  }

  /** What is held is replaced, as by a snapshot; `atStart` where that is known to be all there is. */
  replace(messages: readonly ChatMessage[], atStart = false): void {
    this.list.clear();
    this.list.append(messages);
    this.#set({ loading: false, atStart, failed: false });
  }

  follow(following: boolean): void {
    this.list.follow(following);
    this.#dirty = true;
    this.#changed();
  }

  async loadOlder(): Promise<void> {
    if (this.#state.loadingOlder || this.#state.atStart || !this.list.roomInFront) return;
    const before = this.list.oldestSeq;
    this.#set({ loadingOlder: true, failed: false });
    try {
      const page = await api.messages(
        this.#broadcast,
        { ...toQuery(this.filter), limit: PAGE, ...(before === null ? {} : { before }) },
        this.#stopped.signal,
      );
      this.list.prepend(page.messages);
      this.#set({ loading: false, loadingOlder: false, atStart: !page.more, partial: page.partial });
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.#set({ loading: false, loadingOlder: false, failed: true });
    }
  }

  #set(change: Partial<FeedState>): void {
    this.#state = { ...this.#state, ...change };
    this.#dirty = true;
    this.#changed();
  }

  /** Makes changes visible; answers whether there were any. */
  commit(): boolean {
    if (!this.#dirty) return false;
    this.#dirty = false;
    this.#view = { ...this.#state, filter: this.filter, list: this.list.commit() };
    return true;
  }
}
