import type { Broadcast, Group } from '../../../http/contract.ts';
import type { ServerMessage } from '../../../live/protocol.ts';
import { api, ApiError } from '../api/client.ts';
import { LiveConnection, type ConnectionState } from '../live/connection.ts';
import { openSocket } from '../live/open-socket.ts';
import { retryWhenBack } from '../live/retry-when-back.ts';
import { figuresOf, type AudienceFigures } from './audience-figures.ts';
import { AudienceMember } from './audience-member.ts';
import type { ChatOrigin, ChatSession, ChatView } from './chat-session.ts';
import { isFiltering, NO_FILTER, type ChatFilter } from './filter.ts';
import { FrameScheduler } from './frame-scheduler.ts';
import { MergedFeed } from './merged-feed.ts';
import { SharedChat } from './shared-chat.ts';

/** A show whose subscription the server ended is subscribed to anew after this, ms. */
const JOIN_AGAIN_MS = 3_000;

export interface AudienceView extends ChatView {
  /** Null before the first answer. */
  readonly group: Group | null;
  readonly missing: boolean;
  /** How many watch the shows in all, as far as their platforms tell; null where none does. */
  readonly watching: number | null;
}

/** One open page of a channel group: the broadcasts of its channels over one connection, shown as one chat. */
export class AudienceSession implements ChatSession {
  readonly name: string;
  readonly merged = true;
  readonly #members = new Map<string, AudienceMember>();
  readonly #shared = new SharedChat();
  readonly #connection: LiveConnection;
  readonly #scheduler = new FrameScheduler(() => this.#flush());
  readonly #listeners = new Set<() => void>();
  readonly #stopped = new AbortController();
  #stopRetrying: () => void = () => undefined;
  readonly #main = new MergedFeed({
    feeds: () => [...this.#members.values()].map(({ main }) => main),
    filter: NO_FILTER,
  });
  #filtered: MergedFeed | null = null;
  #filter: ChatFilter = NO_FILTER;
  #inbox: ServerMessage[] = [];
  #joinAgain: ReturnType<typeof setTimeout> | undefined;
  #membersChanged = false;
  /** Server time minus the time of this machine, ms. */
  #offset = 0;
  #view: AudienceView;

  constructor(name: string) {
    this.name = name;
    this.#view = {
      group: null,
      missing: false,
      watching: null,
      feed: this.#main.view,
      connection: 'connecting',
      origins: new Map(),
      perSecond: 0,
      over: false,
      unreached: null,
      newest: null,
    };
    this.#connection = new LiveConnection({
      broadcasts: [],
      group: name,
      open: openSocket,
      onMessage: (message) => {
        this.#inbox.push(message);
        this.#scheduler.request();
      },
      onState: (connection: ConnectionState) => this.#publish({ connection }),
    });
  }

  start(): void {
    this.#connection.start();
    void this.#ask();
    this.#stopRetrying = retryWhenBack(this.#connection);
  }

  close(): void {
    this.#stopped.abort();
    this.#scheduler.cancel();
    clearTimeout(this.#joinAgain);
    this.#connection.close();
    for (const member of this.#members.values()) member.close();
    this.#stopRetrying();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getView = (): AudienceView => this.#view;

  get feed(): MergedFeed {
    return this.#filtered ?? this.#main;
  }

  setFilter(filter: ChatFilter): void {
    this.#filter = filter;
    for (const member of this.#members.values()) member.setFilter(filter);
    this.#filtered = isFiltering(filter)
      ? new MergedFeed({
          feeds: () => [...this.#members.values()].flatMap(({ filtered }) => filtered ?? []),
          filter,
        })
      : null;
    this.#publish({ feed: this.feed.view });
  }

  setWordSpan(span: '1m' | '10m'): void {
    this.#connection.setWords(span);
  }

  figures(): AudienceFigures {
    const now = this.#serverNow();
    return figuresOf(
      [...this.#members.values()].map((member) => ({
        platform: member.source.platform,
        sums: member.sums(now),
        words: member.words,
      })),
    );
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Asks what the group shows when the page opens; the live connection, which tells it from then on, may take longer. */
  async #ask(): Promise<void> {
    try {
      const group = await api.group(this.name, this.#stopped.signal);
      if (this.#view.group) return;
      this.#takeGroup(group);
      this.#scheduler.request();
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) this.#publish({ missing: true });
    }
  }

  #takeGroup(group: Group | null): void {
    if (group) this.#takeBroadcasts(group.broadcasts);
    this.#publish(group ? { group, missing: false } : { missing: true });
  }

  #serverNow(): number {
    return Date.now() + this.#offset;
  }

  #leave(id: string): void {
    this.#members.get(id)?.close();
    this.#members.delete(id);
    this.#connection.remove(id);
    this.#membersChanged = true;
  }

  /** The server ended its subscription: it begins anew a little later. */
  #leaveForNow(id: string): void {
    this.#leave(id);
    clearTimeout(this.#joinAgain);
    this.#joinAgain = setTimeout(() => {
      if (this.#view.group) this.#takeBroadcasts(this.#view.group.broadcasts);
      this.#scheduler.request();
    }, JOIN_AGAIN_MS);
  }

  #takeBroadcasts(broadcasts: readonly Broadcast[]): void {
    const shown = new Set(broadcasts.map(({ id }) => id));
    for (const id of [...this.#members.keys()]) {
      if (shown.has(id)) continue;
      this.#leave(id);
    }
    for (const source of broadcasts) {
      const known = this.#members.get(source.id);
      if (known) known.describe(source);
      else this.#join(source);
    }
    this.#takeOrigins();
  }

  #join(source: Broadcast): void {
    const member = new AudienceMember(source, () => this.#scheduler.request());
    member.setFilter(this.#filter);
    for (const feed of [member.main, member.filtered]) feed?.follow(this.feed.following);
    this.#members.set(source.id, member);
    this.#connection.add(source.id);
    this.#membersChanged = true;
  }

  /** Anew only where something of it changed, since every line is drawn with it. */
  #takeOrigins(): void {
    const { origins } = this.#view;
    const now = new Map<string, ChatOrigin>();
    for (const [id, { source }] of this.#members) {
      const { platform, channelId, channel, startedAt } = source;
      const held = origins.get(id);
      now.set(
        id,
        held?.channel === channel && held.startedAt === startedAt
          ? held
          : { platform, channelId, channel, startedAt },
      );
    }
    const same = now.size === origins.size && [...now].every(([id, origin]) => origins.get(id) === origin);
    if (!same) this.#view = { ...this.#view, origins: now };
  }

  #flush(): void {
    const inbox = this.#inbox;
    this.#inbox = [];
    for (const message of inbox) this.#take(message);
    this.#main.commit(this.#membersChanged);
    this.#filtered?.commit(this.#membersChanged);
    this.#membersChanged = false;
    const running = [...this.#members.values()].filter(({ over }) => !over);
    const rate = running.reduce((sum, { source }) => sum + source.messagesPerSecond, 0);
    this.#publish({
      feed: this.feed.view,
      perSecond: Math.max(0, rate - this.#shared.copiesPerSecond(this.#serverNow())),
      watching: watchingOf(running.map(({ source }) => source)),
      over: this.#members.size > 0 && running.length === 0,
      unreached:
        running.length > 0 && running.every(({ source }) => source.state === 'connecting') ? '' : null,
    });
  }

  #take(message: ServerMessage): void {
    if (message.type === 'hello' || message.type === 'pong') this.#offset = message.now - Date.now();
    if (message.type === 'group') this.#takeGroup(message.group);
    if (message.type === 'error' && message.broadcast !== undefined) this.#leaveForNow(message.broadcast);
    if (message.type !== 'snapshot' && message.type !== 'frame') return;
    const newest = this.#members.get(message.broadcast)?.take(message, this.#serverNow(), this.#shared);
    if (newest) this.#view = { ...this.#view, newest };
    if (message.source) this.#takeOrigins();
  }

  #publish(change: Partial<AudienceView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function watchingOf(sources: readonly Broadcast[]): number | null {
  const told = sources.flatMap(({ watching }) => watching ?? []);
  return told.length > 0 ? told.reduce((sum, count) => sum + count, 0) : null;
}
