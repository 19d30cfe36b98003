import { isOver } from '../../../http/broadcast-states.ts';
import type { Broadcast, ChatMessage, Words } from '../../../http/contract.ts';
import type { ServerMessage } from '../../../live/protocol.ts';
import type { MoodSums } from '../now/mood.ts';
import { ChatFeed } from './chat-feed.ts';
import { isFiltering, NO_FILTER, type ChatFilter } from './filter.ts';
import { MoodClock } from './mood-clock.ts';
import type { SharedChat } from './shared-chat.ts';

/** Messages of one broadcast kept while the reader follows: with many members the list stays as long as with one. */
const CAPACITY = 1_000;
/** A snapshot holds so many messages, unless there are no more. */
const SNAPSHOT = 100;

export type BroadcastMessage = ServerMessage & { readonly type: 'snapshot' | 'frame' };

/** One broadcast among those of an audience: its messages, mood and words. */
export class AudienceMember {
  readonly main: ChatFeed;
  /** The messages that fit the filter; null where there is none, or where it leaves out this platform. */
  filtered: ChatFeed | null = null;
  words: Words | null = null;
  source: Broadcast;
  readonly #clock = new MoodClock();
  readonly #changed: () => void;

  constructor(source: Broadcast, onChange: () => void) {
    this.source = source;
    this.#changed = onChange;
    this.main = new ChatFeed({ broadcast: source.id, filter: NO_FILTER, onChange, capacity: CAPACITY });
  }

  get over(): boolean {
    return isOver(this.source.state);
  }

  setFilter(filter: ChatFilter): void {
    this.filtered?.close();
    const elsewhere =
      filter.author?.platform !== undefined && filter.author.platform !== this.source.platform;
    this.filtered =
      isFiltering(filter) && !elsewhere
        ? new ChatFeed({ broadcast: this.source.id, filter, onChange: this.#changed, capacity: CAPACITY })
        : null;
  }

  /** Takes what the server says of this broadcast; answers the newest message in it. */
  take(message: BroadcastMessage, serverNow: number, shared: SharedChat): ChatMessage | undefined {
    const { messages } = message;
    const counting = shared.take(this.source.id, messages, serverNow);
    if (message.type === 'snapshot') {
      this.main.replace(messages, message.history && messages.length < SNAPSHOT);
      this.filtered?.take(messages, []);
      this.#clock.restart(message.windows, messages, counting);
    } else {
      for (const feed of [this.main, this.filtered]) {
        if (message.skipped) feed?.skip(message.skipped);
        feed?.take(messages, message.retractions);
      }
      if (messages.length > 0) this.#clock.heardAt(serverNow);
      this.#clock.add(messages, counting);
    }
    if (message.words) this.words = message.words;
    if (message.source) this.describe(message.source);
    return messages.at(-1);
  }

  describe(source: Broadcast): void {
    this.source = source;
    if (source.lastMessageAt !== null) this.#clock.heardAt(source.lastMessageAt);
  }

  sums(serverNow: number): MoodSums {
    return this.#clock.sums(serverNow, this.over);
  }

  close(): void {
    this.main.close();
    this.filtered?.close();
  }
}
