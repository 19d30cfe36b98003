import { isOver, type BroadcastState } from '../../../http/broadcast-states.ts';
import type { Broadcast, ChatMessage } from '../../../http/contract.ts';
import type { NoticeAlert } from '../../../http/notice-shapes.ts';
import type { ServerMessage } from '../../../live/protocol.ts';
import { api, ApiError } from '../api/client.ts';
import { LiveConnection, type ConnectionState } from '../live/connection.ts';
import { openSocket } from '../live/open-socket.ts';
import { retryWhenBack } from '../live/retry-when-back.ts';
import { toReading, type MoodReading } from '../now/mood.ts';
import { putAlerts } from './alert-list.ts';
import { ChatFeed } from './chat-feed.ts';
import type { ChatSession } from './chat-session.ts';
import { isFiltering, NO_FILTER, type ChatFilter } from './filter.ts';
import { FrameScheduler } from './frame-scheduler.ts';
import { MoodClock } from './mood-clock.ts';
import type { SessionView } from './session-view.ts';
import { WindowSeries } from './window-series.ts';

const PAID_KEPT = 30;
/** Alerts of the broadcast that its page knows when it opens: what the API gives at once. */
const ALERTS_KEPT = 200;
/** History that could not be read is asked for again after so long, ms. */
const HISTORY_RETRY_MS = 15_000;
const AWAY_STATES: ReadonlySet<BroadcastState> = new Set(['connecting', 'reconnecting', 'stalled']);

/** One open broadcast page: takes what the server sends, and shows it once per frame. */
export class BroadcastSession implements ChatSession {
  readonly id: string;
  readonly merged = false;
  readonly #windows = new WindowSeries();
  readonly #clock = new MoodClock();
  readonly #connection: LiveConnection;
  readonly #scheduler = new FrameScheduler(() => this.#flush());
  readonly #listeners = new Set<() => void>();
  readonly #stopped = new AbortController();
  #stopRetrying: () => void = () => undefined;
  readonly #main: ChatFeed;
  #filtered: ChatFeed | null = null;
  #inbox: ServerMessage[] = [];
  #historyRetry: ReturnType<typeof setTimeout> | undefined;
  /** Server time minus the time of this machine, ms. */
  #offset = 0;
  #view: SessionView;

  constructor(id: string) {
    this.id = id;
    this.#main = new ChatFeed({
      broadcast: id,
      filter: NO_FILTER,
      onChange: () => this.#scheduler.request(),
    });
    this.#view = {
      source: null,
      connection: 'connecting',
      feed: this.#main.view,
      words: null,
      windows: this.#windows.reader,
      serverLostAt: Date.now(),
      sourceLostAt: null,
      paid: [],
      history: true,
      ended: null,
      alerts: [],
      missing: false,
      newest: null,
      origins: new Map(),
      perSecond: 0,
      over: false,
      unreached: null,
    };
    this.#connection = new LiveConnection({
      broadcasts: [id],
      alerts: { broadcast: id },
      open: openSocket,
      onMessage: (message) => {
        this.#inbox.push(message);
        this.#scheduler.request();
      },
      onState: (connection) => this.#connectionChanged(connection),
    });
  }

  start(): void {
    this.#connection.start();
    this.#stopRetrying = retryWhenBack(this.#connection);
    void this.#loadSource();
  }

  close(): void {
    this.#stopped.abort();
    this.#scheduler.cancel();
    clearTimeout(this.#historyRetry);
    this.#connection.close();
    this.#main.close();
    this.#filtered?.close();
    this.#stopRetrying();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getView = (): SessionView => this.#view;

  /** The feed on screen: the filtered one while the reader filters. */
  get feed(): ChatFeed {
    return this.#filtered ?? this.#main;
  }

  setFilter(filter: ChatFilter): void {
    this.#filtered?.close();
    const onChange = (): void => this.#scheduler.request();
    this.#filtered = isFiltering(filter) ? new ChatFeed({ broadcast: this.id, filter, onChange }) : null;
    this.#publish({ feed: this.feed.view });
  }

  setWordSpan(span: '1m' | '10m'): void {
    this.#connection.setWords(span);
  }

  /** ms since the newest message came; null before the first. */
  messageAge(): number | null {
    return this.#clock.messageAge(this.serverNow());
  }

  /** The server's clock, ms since 1970. */
  serverNow(): number {
    return Date.now() + this.#offset;
  }

  /** The broadcast's own clock: the time of its newest message, going on while it is live. */
  eventNow(): number {
    return this.#clock.now(this.serverNow(), this.#view.over);
  }

  mood(): MoodReading {
    return toReading(this.#clock.sums(this.serverNow(), this.#view.over));
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  async stop(): Promise<void> {
    this.#publish({ source: await api.stop(this.id) });
  }

  #connectionChanged(connection: ConnectionState): void {
    const serverLostAt = connection === 'open' ? null : (this.#view.serverLostAt ?? Date.now());
    this.#publish({ connection, serverLostAt });
    // A refused upgrade looks like a lost connection: a plain call tells whether a token is wanted or the broadcast gone.
    if (connection === 'reconnecting') void this.#loadSource();
  }

  async #loadSource(): Promise<void> {
    try {
      const source = await api.broadcast(this.id, this.#stopped.signal);
      this.#takeSource(source);
      this.#publish({ missing: false });
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) this.#publish({ missing: true });
    }
  }

  /** Older minutes and paid messages: what a snapshot does not hold. */
  async #loadHistory(): Promise<void> {
    const { signal } = this.#stopped;
    clearTimeout(this.#historyRetry);
    try {
      const [windows, paid] = await Promise.all([
        api.windows(this.id, '1m', signal),
        api.messages(this.id, { label: 'paid', limit: PAID_KEPT }, signal),
      ]);
      this.#windows.put(windows.windows);
      this.#takePaid(paid.messages);
      this.#publish({ windows: this.#windows.reader, history: true });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.unreachable) return; // the connection is lost as well, and asks again when it is back
      this.#publish({ history: false });
      this.#historyRetry = setTimeout(() => void this.#loadHistory(), HISTORY_RETRY_MS);
    }
  }

  #flush(): void {
    const inbox = this.#inbox;
    this.#inbox = [];
    for (const message of inbox) this.#take(message);
    this.#main.commit();
    this.#filtered?.commit();
    this.#publish({ feed: this.feed.view, windows: this.#windows.reader });
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
      case 'pong':
        this.#offset = message.now - Date.now();
        return;
      case 'snapshot':
        this.#main.replace(message.messages);
        this.#filtered?.take(message.messages, []);
        this.#clock.restart(message.windows, message.messages);
        this.#noteMessages(message.messages);
        this.#windows.put(message.windows);
        this.#takeSource(message.source);
        this.#view = { ...this.#view, words: message.words, history: message.history, missing: false };
        void this.#loadHistory();
        return;
      case 'frame':
        if (message.skipped) {
          this.#main.skip(message.skipped);
          this.#filtered?.skip(message.skipped);
        }
        this.#main.take(message.messages, message.retractions);
        this.#filtered?.take(message.messages, message.retractions);
        if (message.messages.length > 0) this.#clock.heardAt(this.serverNow());
        this.#clock.add(message.messages);
        this.#noteMessages(message.messages);
        this.#windows.put(message.windows);
        if (message.words) this.#view = { ...this.#view, words: message.words };
        if (message.source) this.#takeSource(message.source);
        return;
      case 'ended':
        this.#view = { ...this.#view, ended: { at: message.at, reason: message.reason }, over: true };
        return;
      case 'alerts':
        this.#takeAlerts(message.open);
        void this.#loadAlerts();
        return;
      case 'alert':
        this.#takeAlerts([message.alert]);
        return;
      case 'error':
        if (message.broadcast === this.id) void this.#loadSource();
    }
  }

  /** What was raised before, and what was resolved while the connection was away. */
  async #loadAlerts(): Promise<void> {
    try {
      const { alerts } = await api.alerts({ broadcast: this.id, limit: ALERTS_KEPT }, this.#stopped.signal);
      this.#takeAlerts(alerts);
      this.#publish({});
    } catch (error) {
      // The page does without them until the connection is back, and asks then.
      if (!(error instanceof ApiError) && !this.#stopped.signal.aborted) throw error;
    }
  }

  #takeAlerts(alerts: readonly NoticeAlert[]): void {
    this.#view = { ...this.#view, alerts: putAlerts(this.#view.alerts, alerts) };
  }

  #noteMessages(messages: readonly ChatMessage[]): void {
    this.#takePaid(messages.filter((message) => message.paid));
    const newest = messages.at(-1);
    if (newest) this.#view = { ...this.#view, newest };
  }

  #takePaid(messages: readonly ChatMessage[]): void {
    if (messages.length === 0) return;
    const held = new Set(messages.map((message) => message.id));
    const paid = [...this.#view.paid.filter((message) => !held.has(message.id)), ...messages]
      .sort((a, b) => b.seq - a.seq)
      .slice(0, PAID_KEPT);
    this.#view = { ...this.#view, paid };
  }

  #takeSource(source: Broadcast): void {
    if (source.lastMessageAt !== null) this.#clock.heardAt(source.lastMessageAt);
    const { platform, channelId, channel, startedAt, messagesPerSecond: perSecond } = source;
    const ended = isOver(source.state)
      ? { at: source.endedAt ?? this.serverNow(), reason: source.reason }
      : this.#view.ended;
    const away = AWAY_STATES.has(source.state);
    const sourceLostAt = away ? (this.#view.sourceLostAt ?? Date.now()) : null;
    const known = this.#view.origins.get(this.id);
    const origins =
      known?.channel === channel && known.startedAt === startedAt
        ? this.#view.origins
        : new Map([[this.id, { platform, channelId, channel, startedAt }]]);
    const unreached = source.state === 'connecting' ? (source.reason ?? '') : null;
    const over = ended !== null;
    this.#view = { ...this.#view, source, ended, sourceLostAt, origins, perSecond, over, unreached };
  }

  #publish(change: Partial<SessionView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
