import type { ChatpulseEvent } from '../events/codec.ts';
import type {
  BroadcastEnded,
  BroadcastStarted,
  GapRecorded,
  WatchRequested,
  WatchStopped,
} from '../events/generated.ts';
import type { BroadcastsState, BroadcastState, BroadcastView, Watch } from './state.ts';

const MAX_GAPS = 1_000;
/** Shows of one watch that it names. */
const MAX_SHOWS = 1_000;
/** Broadcasts that are over and that a process which runs for months keeps in mind. */
const MAX_OVER = 20_000;

interface MutableState extends BroadcastsState {
  readonly watches: Map<string, Watch>;
  readonly broadcasts: Map<string, BroadcastView>;
}

export function emptyBroadcasts(): BroadcastsState {
  return { watches: new Map(), broadcasts: new Map() };
}

/**
 * Applies an event of `broadcast.events`; events of other topics change nothing. The answer depends on the arguments
 * alone, and applying an event again changes nothing but gaps. The maps are taken over and changed in place, because
 * the topic is kept for ever and copying them for each event would cost the square of its length; their values are
 * never changed, only replaced.
 */
export function reduceBroadcasts(state: BroadcastsState, event: ChatpulseEvent): BroadcastsState {
  const maps = state as MutableState;
  switch (event.type) {
    case 'WatchRequested':
      requestWatch(maps, event.data);
      break;
    case 'WatchStopped':
      stopWatch(maps, event.data);
      break;
    case 'BroadcastStarted':
      begin(maps, event.data);
      break;
    case 'BroadcastEnded':
      end(maps, event.data);
      break;
    case 'SourceConnected':
      change(maps, event.data.broadcastId, (view) => ({
        state: isOver(view.state) ? view.state : 'live',
        connections: Math.max(view.connections, event.data.attempt),
        reconnects: Math.max(view.connections, event.data.attempt) - 1,
        connectedAt: isOver(view.state) ? view.connectedAt : event.data.at,
        reason: isOver(view.state) ? view.reason : null,
      }));
      break;
    case 'SourceDisconnected':
      change(maps, event.data.broadcastId, (view) =>
        isOver(view.state)
          ? {}
          : { state: view.connections === 0 ? 'connecting' : 'reconnecting', reason: event.data.reason },
      );
      break;
    case 'SourceStalled':
      change(maps, event.data.broadcastId, (view) =>
        isOver(view.state) ? {} : { state: 'stalled', reason: null },
      );
      break;
    case 'GapRecorded':
      addGap(maps, event.data);
      break;
    case 'PayloadsMisunderstood': {
      const { count, of, reason, at } = event.data;
      change(maps, event.data.broadcastId, () => ({
        misunderstood: count > 0 ? { count, of, reason, at } : null,
      }));
      break;
    }
    default:
      break;
  }
  return state;
}

/** Drops what is known of some channels, before their events are read again from the start. */
export function forgetBroadcasts(state: BroadcastsState, ofChannel: (channelId: string) => boolean): void {
  const maps = state as MutableState;
  for (const channelId of maps.watches.keys()) if (ofChannel(channelId)) maps.watches.delete(channelId);
  for (const [id, view] of maps.broadcasts) if (ofChannel(view.channelId)) maps.broadcasts.delete(id);
}

/**
 * Drops the oldest broadcasts that are over, beyond a number: for whoever reads on for months. They stay in the log and in
 * the archive.
 */
export function forgetOldest(state: BroadcastsState, most = MAX_OVER): void {
  const { broadcasts } = state as MutableState;
  if (broadcasts.size <= most) return;
  let excess = broadcasts.size - most;
  for (const view of broadcasts.values()) {
    if (excess <= 0) return;
    if (!isOver(view.state)) continue;
    broadcasts.delete(view.id);
    excess -= 1;
  }
}

/** Of two requests for one channel while it is watched, the first wins. */
function requestWatch(state: MutableState, data: WatchRequested): void {
  if (state.watches.get(data.channelId)?.active) return;
  const { channelId, broadcastId, platform, channel, url, speed, at } = data;
  state.watches.set(channelId, {
    channelId,
    broadcastId,
    platform,
    channel,
    url,
    speed,
    requestedAt: at,
    active: true,
    reason: null,
    broadcastIds: [],
  });
  if (state.broadcasts.has(broadcastId)) return;
  state.broadcasts.set(
    broadcastId,
    newView({ id: broadcastId, watchId: broadcastId, platform, channel, channelId, url, startedAt: at }),
  );
}

function stopWatch(state: MutableState, data: WatchStopped): void {
  const watch = state.watches.get(data.channelId);
  if (!watch?.active) return;
  state.watches.set(data.channelId, { ...watch, active: false, reason: data.reason });
  for (const id of new Set([watch.broadcastId, ...watch.broadcastIds]))
    change(state, id, (view) =>
      isOver(view.state) ? {} : { state: stateFor(data.reason), endedAt: data.at, reason: data.reason },
    );
}

/** A second BroadcastStarted of a broadcast brings what the platform told later: its id of the show, its title. */
function begin(state: MutableState, data: BroadcastStarted): void {
  const watch = state.watches.get(data.channelId);
  const base =
    state.broadcasts.get(data.broadcastId) ??
    newView({
      id: data.broadcastId,
      watchId: watch?.broadcastId ?? data.broadcastId,
      platform: data.platform,
      channel: data.channel,
      channelId: data.channelId,
      url: watch?.url ?? '',
      startedAt: data.at,
    });
  state.broadcasts.set(data.broadcastId, {
    ...base,
    channel: data.channel,
    title: data.title ?? base.title,
    platformBroadcastId: data.platformBroadcastId ?? base.platformBroadcastId,
    begun: true,
  });
  if (!base.begun && watch && !watch.broadcastIds.includes(data.broadcastId))
    state.watches.set(data.channelId, {
      ...watch,
      broadcastIds: [...watch.broadcastIds.slice(1 - MAX_SHOWS), data.broadcastId],
    });
}

function end(state: MutableState, data: BroadcastEnded): void {
  change(state, data.broadcastId, (view) =>
    view.closed ? {} : { state: stateFor(data.reason), endedAt: data.at, reason: data.reason, closed: true },
  );
}

function addGap(state: MutableState, data: GapRecorded): void {
  const { from, to, reason, missed } = data;
  change(state, data.broadcastId, (view) => ({
    gaps: [...view.gaps.slice(1 - MAX_GAPS), { from, to, reason, missed }],
    gapCount: view.gapCount + 1,
  }));
}

/** Reasons begin with a word that names the state: `stopped`, `failed: the channel is suspended`, `silence`, … */
function stateFor(reason: string): BroadcastState {
  if (reason.startsWith('failed')) return 'failed';
  return reason.startsWith('stopped') ? 'stopped' : 'ended';
}

function isOver(state: BroadcastState): boolean {
  return state === 'ended' || state === 'stopped' || state === 'failed';
}

function change(
  state: MutableState,
  id: string,
  with_: (view: BroadcastView) => Partial<BroadcastView>,
): void {
  const view = state.broadcasts.get(id);
  if (view) state.broadcasts.set(id, { ...view, ...with_(view) });
}

type NewView = Pick<
  BroadcastView,
  'id' | 'watchId' | 'platform' | 'channel' | 'channelId' | 'url' | 'startedAt'
>;

function newView(of: NewView): BroadcastView {
  return {
    ...of,
    state: 'connecting',
    endedAt: null,
    title: null,
    platformBroadcastId: null,
    gaps: [],
    gapCount: 0,
    connections: 0,
    reconnects: 0,
    connectedAt: null,
    reason: null,
    misunderstood: null,
    begun: false,
    closed: false,
  };
}
