import type { Clock } from '../../core/clock.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { isOver } from '../http/broadcast-states.ts';
import type { Broadcast } from '../http/contract.ts';
import type { LiveBroadcast } from '../model/live-broadcast.ts';
import type { LiveModel } from '../model/live-model.ts';
import type { LiveSpan } from '../model/word-table.ts';
import type { GatewayLimits } from '../options.ts';
import type { Delivery } from './delivery.ts';
import { frameKey, nextFrame, type FrameOptions, type Progress, type SourceText } from './frame.ts';
import type { Subscription, Viewer } from './viewer.ts';

const SOURCE_EVERY_MS = 1_000;
/** A viewer of a quiet broadcast gets a fresh cursor this often, in ticks of the source. */
const CURSOR_EVERY_TICKS = 10;

export interface HubOptions {
  readonly live: LiveModel;
  /** What is known about a broadcast now; undefined where it is unknown. */
  readonly describe: (broadcastId: string) => Broadcast | undefined;
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly delivery?: Delivery;
}

interface Watched {
  readonly subscriptions: Set<Subscription>;
  source: SourceText;
  /** The number of the first item that no viewer was sent; undefined until one gets frames. */
  sentTo: number | undefined;
  endedAt: number | null;
  reason: string | null;
}

export interface HubFigures {
  readonly subscriptions: number;
  readonly frames: number;
  readonly bytes: number;
  readonly skipped: number;
}

/** Brings what is new to the viewers: at most one frame per viewer and interval, written once for all who are level. */
export class Hub {
  readonly #options: HubOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #dirty = new Set<string>();
  readonly #stopListening: () => void;
  #cancelFlush: (() => void) | undefined;
  #cancelTick: (() => void) | undefined;
  #flushedAt = 0;
  #ticks = 0;
  #frames = 0;
  #bytes = 0;
  #skipped = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#stopListening = options.live.onChange((broadcastId) => this.touch(broadcastId));
  }

  viewersOf(broadcastId: string): number {
    return this.#watched.get(broadcastId)?.subscriptions.size ?? 0;
  }

  figures(): HubFigures {
    let subscriptions = 0;
    for (const { subscriptions: set } of this.#watched.values()) subscriptions += set.size;
    return { subscriptions, frames: this.#frames, bytes: this.#bytes, skipped: this.#skipped };
  }

  /** Makes a subscription that gets no frames until its state is `live`; undefined where the broadcast is unknown. */
  add(viewer: Viewer, broadcastId: string, wordSpan: LiveSpan): Subscription | undefined {
    const described = this.#options.describe(broadcastId);
    if (!described) return undefined;
    this.remove(viewer, broadcastId);
    let watched = this.#watched.get(broadcastId);
    if (!watched) {
      watched = {
        subscriptions: new Set(),
        source: { json: '', version: 0, over: false },
        sentTo: undefined,
        endedAt: null,
        reason: null,
      };
      this.#watched.set(broadcastId, watched);
    }
    const subscription: Subscription = {
      viewer,
      broadcastId,
      wordSpan,
      progress: { next: 0, windows: 0, words: 0, source: 0, skipped: 0 },
      state: 'starting',
      toldEnd: false,
    };
    watched.subscriptions.add(subscription);
    viewer.subscriptions.set(broadcastId, subscription);
    this.refresh(broadcastId);
    this.#cancelTick ??= this.#options.clock.after(SOURCE_EVERY_MS, () => this.#tick());
    return subscription;
  }

  remove(viewer: Viewer, broadcastId: string): void {
    const subscription = viewer.subscriptions.get(broadcastId);
    if (!subscription) return;
    subscription.state = 'over';
    viewer.subscriptions.delete(broadcastId);
    const watched = this.#watched.get(broadcastId);
    watched?.subscriptions.delete(subscription);
    if (watched?.subscriptions.size === 0) this.#watched.delete(broadcastId);
  }

  /** From now on the subscription gets frames. */
  start(subscription: Subscription): void {
    if (subscription.state !== 'starting') return;
    subscription.state = 'live';
    const watched = this.#watched.get(subscription.broadcastId);
    if (watched) watched.sentTo ??= subscription.progress.next;
    this.touch(subscription.broadcastId);
  }

  /** The description of a watched broadcast as it was last written out. */
  source(broadcastId: string): SourceText {
    return this.#watched.get(broadcastId)?.source ?? { json: 'null', version: 0, over: false };
  }

  /** Something of the broadcast may be new to its viewers. */
  touch(broadcastId: string): void {
    if (!this.#watched.has(broadcastId)) return;
    this.#dirty.add(broadcastId);
    if (this.#cancelFlush) return;
    const { clock, limits } = this.#options;
    const wait = Math.min(
      limits.frameInterval,
      Math.max(0, this.#flushedAt + limits.frameInterval - clock.now()),
    );
    this.#cancelFlush = clock.after(wait, () => this.#flush());
  }

  /** Describes a broadcast anew, and tells its viewers where that changed. */
  refresh(broadcastId: string, always = false): void {
    const watched = this.#watched.get(broadcastId);
    const described = watched && this.#options.describe(broadcastId);
    if (!watched || !described) return;
    const json = JSON.stringify(described);
    if (json === watched.source.json && !always) return;
    watched.source = { json, version: watched.source.version + 1, over: isOver(described.state) };
    watched.endedAt = described.endedAt;
    watched.reason = described.reason;
    this.touch(broadcastId);
  }

  close(): void {
    this.#stopListening();
    this.#cancelFlush?.();
    this.#cancelTick?.();
    this.#watched.clear();
  }

  #tick(): void {
    this.#ticks += 1;
    for (const broadcastId of this.#watched.keys())
      this.refresh(broadcastId, this.#ticks % CURSOR_EVERY_TICKS === 0);
    this.#cancelTick =
      this.#watched.size > 0 ? this.#options.clock.after(SOURCE_EVERY_MS, () => this.#tick()) : undefined;
  }

  #flush(): void {
    this.#cancelFlush = undefined;
    this.#flushedAt = this.#options.clock.now();
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const broadcastId of dirty) this.#flushBroadcast(broadcastId);
  }

  #flushBroadcast(broadcastId: string): void {
    const watched = this.#watched.get(broadcastId);
    if (!watched) return;
    const live = this.#options.live.ensure(broadcastId);
    live.ring.open();
    const options = {
      broadcastId,
      live,
      source: watched.source,
      partition: partitionOf(broadcastId, PARTITIONS),
      position: this.#options.live.position(broadcastId),
      maxMessages: this.#options.limits.frameMessages,
      maxPending: this.#options.limits.pendingMessages,
    };
    const written = new Map<string, WrittenFrame>();
    for (const subscription of watched.subscriptions) {
      if (subscription.state !== 'live' || !subscription.viewer.takes()) continue;
      this.#sendNext(subscription, options, written);
      this.#tellDelivery(watched, subscription, live);
      if (subscription.progress.next < live.ring.next) this.touch(broadcastId);
      else if (watched.source.over) tellEnd(subscription, watched);
    }
  }

  #tellDelivery(watched: Watched, { broadcastId, progress }: Subscription, { ring }: LiveBroadcast): void {
    const { sentTo = progress.next } = watched;
    if (progress.next <= sentTo) return;
    watched.sentTo = progress.next;
    this.#options.delivery?.sent(broadcastId, ring, sentTo, progress.next);
  }

  #sendNext(
    subscription: Subscription,
    options: Omit<FrameOptions, 'wordSpan'>,
    written: Map<string, WrittenFrame>,
  ): void {
    const { progress, wordSpan, viewer } = subscription;
    const key = frameKey(progress, wordSpan);
    let frame = written.get(key);
    if (frame === undefined) {
      const next = nextFrame(progress, { ...options, wordSpan });
      frame = next ? { bytes: Buffer.from(next.text), after: next.after, skipped: next.skipped } : null;
      written.set(key, frame);
    }
    if (!frame) return;
    viewer.sendText(frame.bytes);
    Object.assign(progress, frame.after);
    this.#frames += 1;
    this.#bytes += frame.bytes.length;
    this.#skipped += frame.skipped;
  }
}

/** A frame as bytes; null where nothing is new to those at this point. */
type WrittenFrame = { readonly bytes: Buffer; readonly after: Progress; readonly skipped: number } | null;

function tellEnd(subscription: Subscription, watched: Watched): void {
  if (subscription.toldEnd) return;
  subscription.toldEnd = true;
  subscription.viewer.send({
    type: 'ended',
    broadcast: subscription.broadcastId,
    at: watched.endedAt ?? 0,
    reason: watched.reason,
  });
}
