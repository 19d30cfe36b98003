import { ChatpulseError } from '../../core/errors.ts';
import { isOpen, type BroadcastView } from '../../core/broadcasts/state.ts';
import { makeBroadcastId } from '../../core/events/ids.ts';
import type { SourceEvent } from '../port.ts';
import type { Connection } from './connection.ts';
import { lifecycleEntry } from './lifecycle.ts';
import type { CaptureParts } from './parts.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { readTail } from './tail.ts';

/** So many of its last messages a broadcast that goes on remembers, to drop repeats. */
const TAIL_RECORDS = 20_000;
/** The key of the one open broadcast of a live channel. */
const LIVE = '';

type ChatEvent = Extract<SourceEvent, { type: 'message' | 'removed' | 'sanctioned' | 'cleared' }>;

/** A broadcast that is being captured. */
export interface Show {
  readonly recorder: Recorder;
  readonly startedAt: number;
  connections: number;
  /** What the platform tells of the show, where it does. */
  details: ShowDetails;
}

interface ShowDetails {
  readonly platformBroadcastId: string | null;
  readonly title: string | null;
}

/** What the platform tells of a show, and whether it is of the past. */
export interface ToldShow extends ShowDetails {
  readonly recorded?: boolean;
}

const NO_DETAILS: ShowDetails = { platformBroadcastId: null, title: null };

/**
 * The open broadcasts of one capture: one for a live channel, several for a recording of several channels; none
 * between two shows.
 */
export interface Shows {
  /** Begins the broadcasts of the watch, or takes up those that an earlier process left open. */
  prepare(earlier: readonly BroadcastView[]): Promise<PreparedShows>;
  /** Takes up what is open, whatever it is, to end it. */
  takeUpOpen(earlier: readonly BroadcastView[]): Promise<void>;
  open(): readonly Show[];
  /** Of the open ones; while there is none, of that which ended last. */
  ids(): readonly string[];
  /** Where an event belongs; a message of a live channel begins a show where none is open. */
  showOf(event: ChatEvent, now: number): Show | undefined;
  /** The platform tells which show is on: a new id of it is a new show, and so is a replay of one that was captured live. */
  identify(told: ToldShow, now: number): void;
  /** The platform tells that no show is on. A watch that has not seen one yet keeps its broadcast for the first. */
  offAir(now: number): void;
  /** Ends the open show when nobody has written for so long that it is over. */
  endSilent(now: number): void;
  progress(now: number, cursor: string | null, time?: number | null): void;
  endAll(reason: string, now: number): void;
}

export interface PreparedShows {
  /** Where the source goes on. */
  readonly cursor: string | null;
  /** Set where an earlier process captured: when it last showed life, and whether it recorded its end. */
  readonly interrupted: { readonly aliveAt: number; readonly recorded: boolean } | undefined;
}

export function createShows(
  parts: CaptureParts,
  { isConnected, showEnds }: Pick<Connection, 'isConnected' | 'showEnds'>,
): Shows {
  const { watch, source, log, codec, clock, appender } = parts;
  const { channelId, platform } = watch;
  const { silenceEndsMs } = source.capabilities;
  const shows = new Map<string, Show>();
  let endedLast = watch.broadcastId;

  function announce(broadcastId: string, channel: string, details: ShowDetails, at: number): void {
    const started = { channelId, broadcastId, platform, channel, ...details, at };
    appender.take(lifecycleEntry(codec, 'BroadcastStarted', started));
  }

  function begin(key: string, broadcastId: string, channel: string, at: number, details = NO_DETAILS): Show {
    announce(broadcastId, channel, details, at);
    const recorder = createRecorder({
      codec,
      platform,
      channelId,
      broadcastId,
      clock: source.capabilities.clock,
    });
    const show: Show = { recorder, startedAt: at, connections: 0, details };
    shows.set(key, show);
    return show;
  }

  async function takeUp(key: string, view: BroadcastView): Promise<TakenUp> {
    const tail = await readTail({
      log,
      codec,
      broadcastId: view.id,
      since: view.startedAt,
      ownRecords: TAIL_RECORDS,
    });
    const recorder = createRecorder({
      codec,
      platform,
      channelId,
      broadcastId: view.id,
      clock: source.capabilities.clock,
      tail,
    });
    const { platformBroadcastId, title, startedAt, connections } = view;
    shows.set(key, { recorder, startedAt, connections, details: { platformBroadcastId, title } });
    return {
      cursor: tail.cursor,
      aliveAt: tail.aliveAt ?? view.startedAt,
      recorded: view.state === 'reconnecting' || view.connections === 0,
    };
  }

  async function prepareRecording(earlier: readonly BroadcastView[]): Promise<readonly TakenUp[]> {
    const planned = (await source.plan?.({ channel: watch.channel, broadcastId: watch.broadcastId })) ?? [];
    if (planned[0]?.broadcastId !== watch.broadcastId)
      throw new ChatpulseError('CHATPULSE_RECORDING_UNUSABLE', {
        message: `The recording "${watch.channel}" has changed since it was asked for.`,
      });
    const viewOf = (broadcastId: string): BroadcastView | undefined =>
      earlier.find((candidate) => candidate.id === broadcastId && candidate.begun);
    const taken: TakenUp[] = [];
    for (const { broadcastId, channel } of planned) {
      const view = viewOf(broadcastId);
      if (view && isOpen(view)) taken.push(await takeUp(channel, view));
    }
    // Last, since what went before may fail and be tried again.
    for (const { broadcastId, channel } of planned)
      if (!viewOf(broadcastId)) begin(channel, broadcastId, channel, clock.now());
    return taken;
  }

  async function prepareLive(earlier: readonly BroadcastView[]): Promise<readonly TakenUp[]> {
    const open = earlier.find(isOpen);
    if (open) return [await takeUp(LIVE, open)];
    if (!earlier.some((view) => view.begun)) begin(LIVE, watch.broadcastId, watch.channel, clock.now());
    return [];
  }

  function end(key: string, show: Show, reason: string, now: number): void {
    appender.take(show.recorder.progress({ receivedAt: now, final: true, cursor: null }));
    const { broadcastId } = show.recorder;
    appender.take(lifecycleEntry(codec, 'BroadcastEnded', { channelId, broadcastId, reason, at: now }));
    shows.delete(key);
    endedLast = broadcastId;
  }

  function isSilent(show: Show, now: number): boolean {
    const last = show.recorder.lastMessageAt();
    return silenceEndsMs !== null && last !== undefined && now - last >= silenceEndsMs;
  }

  function beginLive(now: number, details?: ShowDetails): Show {
    const show = begin(LIVE, makeBroadcastId(channelId, now), watch.channel, now, details);
    if (!isConnected()) return show;
    show.connections = 1;
    const { broadcastId } = show.recorder;
    appender.take(lifecycleEntry(codec, 'SourceConnected', { channelId, broadcastId, attempt: 1, at: now }));
    return show;
  }

  function liveShow(event: ChatEvent, now: number): Show | undefined {
    const open = shows.get(LIVE);
    if (event.type !== 'message') return open;
    if (open && !isSilent(open, now)) return open;
    if (open) end(LIVE, open, 'silence', now);
    return beginLive(now);
  }

  function identify({ platformBroadcastId, title, recorded = false }: ToldShow, now: number): void {
    const told: ShowDetails = { platformBroadcastId, title };
    let open = shows.get(LIVE);
    if (open && isAnother(open, told, recorded)) {
      showEnds(now);
      end(LIVE, open, 'ended', now);
      open = undefined;
    }
    const show = open ?? beginLive(now, told);
    if (recorded) show.recorder.useRecordedClock();
    const known = show.details;
    if (known.platformBroadcastId === platformBroadcastId && known.title === title) return;
    show.details = told;
    announce(show.recorder.broadcastId, watch.channel, told, show.startedAt);
  }

  function isAnother({ details, recorder }: Show, told: ShowDetails, recorded: boolean): boolean {
    const known = details.platformBroadcastId;
    if (known !== null && told.platformBroadcastId !== null && known !== told.platformBroadcastId)
      return true;
    return recorded && recorder.clock() === 'live' && recorder.counters().messages > 0;
  }

  return {
    async prepare(earlier) {
      const taken = source.plan ? await prepareRecording(earlier) : await prepareLive(earlier);
      if (taken.length === 0) return { cursor: null, interrupted: undefined };
      return {
        cursor: latestCursor(taken),
        interrupted: {
          aliveAt: Math.max(...taken.map((one) => one.aliveAt)),
          recorded: taken.every((one) => one.recorded),
        },
      };
    },
    async takeUpOpen(earlier) {
      for (const view of earlier) if (isOpen(view)) await takeUp(view.id, view);
    },
    open: () => [...shows.values()],
    ids: () =>
      shows.size > 0 ? [...shows.values()].map(({ recorder }) => recorder.broadcastId) : [endedLast],
    showOf: (event, now) => (source.plan ? shows.get(event.channel ?? LIVE) : liveShow(event, now)),
    identify,
    offAir(now) {
      const open = shows.get(LIVE);
      if (open && open.details.platformBroadcastId !== null) end(LIVE, open, 'ended', now);
    },
    endSilent(now) {
      for (const [key, show] of shows) if (isSilent(show, now)) end(key, show, 'silence', now);
    },
    progress(now, cursor, time) {
      for (const show of shows.values())
        appender.take(show.recorder.progress({ receivedAt: now, final: false, cursor, time }));
    },
    endAll(reason, now) {
      for (const [key, show] of shows) end(key, show, reason, now);
    },
  };
}

interface TakenUp {
  readonly cursor: string | null;
  readonly aliveAt: number;
  readonly recorded: boolean;
}

/**
 * Every broadcast of a recording carries the cursor of the whole; the highest one is safe, since a cursor is written
 * only after everything before it was acknowledged.
 */
function latestCursor(taken: readonly TakenUp[]): string | null {
  let best: string | null = null;
  for (const { cursor } of taken)
    if (cursor !== null && (best === null || Number(cursor) > Number(best))) best = cursor;
  return best;
}
