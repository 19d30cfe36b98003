import { describe, expect, it } from 'vitest';
import type { ChatpulseEvent, EventName } from '../events/codec.ts';
import type { EventTypes } from '../events/generated.ts';
import { emptyBroadcasts, forgetBroadcasts, forgetOldest, reduceBroadcasts } from './reduce.ts';
import { isOpen, liveState, type BroadcastsState, type BroadcastView } from './state.ts';

const channelId = 'twitch-test';

function event<N extends EventName>(type: N, data: EventTypes[N]): ChatpulseEvent {
  return { type, data } as unknown as ChatpulseEvent;
}

function requested(broadcastId: string, at = 1_000): ChatpulseEvent {
  const url = 'https://www.twitch.tv/test';
  return event('WatchRequested', {
    channelId,
    broadcastId,
    platform: 'twitch',
    channel: 'test',
    url,
    speed: '1',
    at,
  });
}

function started(broadcastId: string, at = 1_001): ChatpulseEvent {
  const show = { platformBroadcastId: 'p1', title: 'The show' };
  return event('BroadcastStarted', {
    channelId,
    broadcastId,
    platform: 'twitch',
    channel: 'test',
    ...show,
    at,
  });
}

const connected = (broadcastId: string, attempt: number): ChatpulseEvent =>
  event('SourceConnected', { channelId, broadcastId, attempt, at: 2_000 });
const disconnected = (broadcastId: string, reason = 'closed'): ChatpulseEvent =>
  event('SourceDisconnected', { channelId, broadcastId, reason, at: 3_000 });
const stalled = (broadcastId: string): ChatpulseEvent =>
  event('SourceStalled', { channelId, broadcastId, lastActivityAt: 2_500, at: 3_000 });
const ended = (broadcastId: string, reason: string): ChatpulseEvent =>
  event('BroadcastEnded', { channelId, broadcastId, reason, at: 9_000 });
const stopped = (broadcastId: string, reason = 'stopped'): ChatpulseEvent =>
  event('WatchStopped', { channelId, broadcastId, reason, at: 8_000 });

function after(...events: readonly ChatpulseEvent[]): BroadcastsState {
  return events.reduce(reduceBroadcasts, emptyBroadcasts());
}

function view(state: BroadcastsState, id = 'b1'): BroadcastView {
  const found = state.broadcasts.get(id);
  if (!found) throw new Error(`no broadcast ${id}`);
  return found;
}

describe('reduceBroadcasts', () => {
  it('knows when a platform is not understood, and when it is again', () => {
    const told = (count: number): ChatpulseEvent =>
      event('PayloadsMisunderstood', {
        channelId,
        broadcastId: 'b1',
        count,
        of: 40,
        reason: 'new kind',
        at: 5_000,
      });
    const before = after(requested('b1'), started('b1'), connected('b1', 1), told(12));
    expect(view(before).misunderstood).toEqual({ count: 12, of: 40, reason: 'new kind', at: 5_000 });
    expect(view(reduceBroadcasts(before, told(0))).misunderstood).toBeNull();
  });

  it('follows a broadcast from the request to its end', () => {
    const state = emptyBroadcasts();
    const seen = [
      requested('b1'),
      started('b1'),
      connected('b1', 1),
      stalled('b1'),
      disconnected('b1'),
      connected('b1', 2),
      ended('b1', 'silence'),
    ].map((one) => view(reduceBroadcasts(state, one)).state);
    expect(seen).toEqual(['connecting', 'connecting', 'live', 'stalled', 'reconnecting', 'live', 'ended']);
    expect(view(state)).toMatchObject({
      startedAt: 1_000,
      endedAt: 9_000,
      reason: 'silence',
      reconnects: 1,
      title: 'The show',
    });
    expect(state.watches.get(channelId)?.active).toBe(true);
  });

  it('takes the first of two requests while the channel is watched, and the next one after that', () => {
    const state = after(requested('b1'), requested('b2'));
    expect([...state.broadcasts.keys()]).toEqual(['b1']);
    reduceBroadcasts(reduceBroadcasts(state, stopped('b1')), requested('b3'));
    expect(state.watches.get(channelId)).toMatchObject({ broadcastId: 'b3', active: true });
    expect(view(state, 'b1').state).toBe('stopped');
  });

  it('knows what is still open after a stop', () => {
    const state = after(requested('b1'), started('b1'), connected('b1', 1), stopped('b1'));
    expect(view(state)).toMatchObject({ state: 'stopped', endedAt: 8_000 });
    expect(isOpen(view(state))).toBe(true);
    reduceBroadcasts(state, ended('b1', 'stopped'));
    expect(isOpen(view(state))).toBe(false);
  });

  it('keeps the shows of one watch apart', () => {
    const state = after(requested('b1'), started('b1'), ended('b1', 'silence'), started('b2', 5_000));
    expect(view(state, 'b2')).toMatchObject({
      watchId: 'b1',
      startedAt: 5_000,
      url: 'https://www.twitch.tv/test',
    });
    expect(state.watches.get(channelId)?.broadcastIds).toEqual(['b1', 'b2']);
  });

  it('tells failures, and a connection that never came about, from a lost one', () => {
    expect(view(after(requested('b1'), started('b1'), ended('b1', 'failed: gone'))).state).toBe('failed');
    expect(view(after(requested('b1'), started('b1'), disconnected('b1', 'refused')))).toMatchObject({
      state: 'connecting',
      reason: 'refused',
    });
  });

  it('collects gaps, the latest thousand of them', () => {
    const state = after(requested('b1'), started('b1'));
    for (let at = 0; at < 1_200; at += 1)
      reduceBroadcasts(
        state,
        event('GapRecorded', {
          channelId,
          broadcastId: 'b1',
          from: at,
          to: at + 1,
          reason: 'r',
          missed: null,
          at,
        }),
      );
    expect(view(state).gapCount).toBe(1_200);
    expect(view(state).gaps).toHaveLength(1_000);
    expect(view(state).gaps.at(-1)?.from).toBe(1_199);
  });

  it('changes nothing when an event comes again, out of place or from elsewhere', () => {
    const events = [requested('b1'), started('b1'), connected('b1', 1), ended('b1', 'silence')];
    const once = after(...events);
    const twice = after(
      ...events,
      started('b1'),
      connected('b1', 1),
      ended('b1', 'stopped'),
      ended('b9', 'silence'),
    );
    expect(twice).toEqual(once);
  });

  it('forgets the channels that are read again', () => {
    const state = after(requested('b1'), started('b1'));
    forgetBroadcasts(state, (id) => id === channelId);
    expect(state).toEqual(emptyBroadcasts());
  });
});

describe('liveState', () => {
  it('is quiet when nobody has written for a minute', () => {
    const live = view(after(requested('b1', 0), started('b1'), connected('b1', 1)));
    expect(liveState(live, 100_000, 150_000)).toBe('live');
    expect(liveState(live, 100_000, 161_000)).toBe('quiet');
    expect(liveState(live, null, 30_000)).toBe('live');
    expect(liveState(live, null, 62_001)).toBe('quiet');
    const again = view(after(requested('b1', 0), started('b1'), connected('b1', 1), connected('b1', 2)));
    expect(liveState({ ...again, connectedAt: 150_000 }, 1_000, 160_000)).toBe('live');
    expect(liveState(view(after(requested('b1'), ended('b1', 'silence'))), 0, 999_999)).toBe('ended');
  });
});

describe('what a process that runs for months keeps in mind', () => {
  const ended = (broadcastId: string): ChatpulseEvent =>
    event('BroadcastEnded', { channelId, broadcastId, reason: 'silence', at: 3_000 });

  it('is all that is on, and the newest of what is over', () => {
    const state = emptyBroadcasts();
    reduceBroadcasts(state, requested('b0'));
    for (let show = 0; show < 30; show += 1) {
      reduceBroadcasts(state, started(`b${show}`));
      if (show !== 3) reduceBroadcasts(state, ended(`b${show}`));
      forgetOldest(state, 5);
    }
    expect([...state.broadcasts.keys()]).toEqual(['b3', 'b26', 'b27', 'b28', 'b29']);
  });

  it('is of one watch its newest shows', () => {
    const state = emptyBroadcasts();
    reduceBroadcasts(state, requested('b0'));
    for (let show = 0; show < 1_100; show += 1) reduceBroadcasts(state, started(`b${show}`));
    const names = state.watches.get(channelId)?.broadcastIds ?? [];
    expect([names.length, names[0], names.at(-1)]).toEqual([1_000, 'b100', 'b1099']);
  });
});
