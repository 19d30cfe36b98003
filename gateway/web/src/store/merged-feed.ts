import type { ChatFeed, FeedView } from './chat-feed.ts';
import type { ChatHistory } from './chat-session.ts';
import type { ChatFilter } from './filter.ts';
import { horizonOf, mergeFeeds, oldestOf } from './merge-feeds.ts';
import type { MessageListView } from './message-list.ts';

/** Lines shown while the reader follows the newest; whoever goes back gets all that is held. */
const MOST = 5_000;
const NOTHING: MessageListView = { entries: [], waiting: 0, startMoved: false };

/** Feeds of several broadcasts as one: the reader follows, stops and goes back in all of them together. */
export class MergedFeed implements ChatHistory {
  readonly #feeds: () => readonly ChatFeed[];
  readonly #filter: ChatFilter;
  #following = true;
  #view: FeedView;

  constructor(options: { readonly feeds: () => readonly ChatFeed[]; readonly filter: ChatFilter }) {
    this.#feeds = options.feeds;
    this.#filter = options.filter;
    this.#view = this.#merge(NOTHING);
  }

  get view(): FeedView {
    return this.#view;
  }

  get following(): boolean {
    return this.#following;
  }

  follow(following: boolean): void {
    this.#following = following;
    for (const feed of this.#feeds()) feed.follow(following);
  }

  /** Loads what is missing nearest to the lines on screen. */
  async loadOlder(): Promise<void> {
    const feeds = this.#feeds();
    const horizon = horizonOf(feeds.map(({ view }) => view));
    const limiting = feeds.filter(({ view }) => {
      const oldest = oldestOf(view);
      return !view.atStart && (oldest >= horizon || oldest === -Infinity);
    });
    await Promise.all(limiting.map((feed) => feed.loadOlder()));
  }

  /** Makes changes of the feeds visible. `changed`: feeds have joined or left. */
  commit(changed = false): void {
    let dirty = changed;
    for (const feed of this.#feeds()) dirty = feed.commit() || dirty;
    if (dirty) this.#view = this.#merge(this.#view.list);
    else if (this.#view.list.startMoved)
      this.#view = { ...this.#view, list: { ...this.#view.list, startMoved: false } };
  }

  #merge(before: MessageListView): FeedView {
    const views = this.#feeds().map(({ view }) => view);
    return {
      loading: views.some((view) => view.loading),
      loadingOlder: views.some((view) => view.loadingOlder),
      atStart: views.every((view) => view.atStart),
      failed: views.some((view) => view.failed),
      partial: views.some((view) => view.partial),
      filter: this.#filter,
      list: mergeFeeds(views, { before, ...(this.#following && { most: MOST }) }),
    };
  }
}
