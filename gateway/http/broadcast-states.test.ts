import { afterEach, describe, expect, test } from 'vitest';
import { QUIET_MS } from '../../core/broadcasts/state.ts';
import { makeChannelId } from '../../core/events/ids.ts';
import { progressed } from '../../core/testing/events.ts';
import { Harness } from '../testing/harness.ts';
import type { TestViewer } from '../testing/test-viewer.ts';
import { BROADCAST_STATES, isOver } from './broadcast-states.ts';
import { broadcastListSchema, broadcastSchema, statusSchema } from './contract.ts';

const channelId = makeChannelId('test', 'channel');
const closing: Harness[] = [];
afterEach(async () => {
  for (const harness of closing.splice(0)) await harness.close();
});

async function watched(): Promise<{ harness: Harness; broadcastId: string; viewer: TestViewer }> {
  const harness = await Harness.start();
  closing.push(harness);
  const broadcastId = await harness.watch();
  const viewer = await harness.connect();
  viewer.send({ type: 'subscribe', broadcast: broadcastId });
  await viewer.next('snapshot');
  return { harness, broadcastId, viewer };
}

/** The states that a viewer was told, without repeats. */
function statesTold(viewer: TestViewer): string[] {
  const told = viewer.received.flatMap((one) => ('source' in one && one.source ? [one.source.state] : []));
  return told.filter((state, index) => state !== told[index - 1]);
}

async function asked(harness: Harness, broadcastId: string) {
  const one = broadcastSchema.parse(await (await harness.fetch(`/api/broadcasts/${broadcastId}`)).json());
  const list = broadcastListSchema.parse(await (await harness.fetch('/api/broadcasts')).json());
  expect(list.broadcasts.map(({ id, state, reason }) => [id, state, reason])).toContainEqual([
    one.id,
    one.state,
    one.reason,
  ]);
  return { state: one.state, reason: one.reason };
}

describe('the state of a broadcast', () => {
  test('is told as it is, all seven of them, with the reason where there is one', async () => {
    const { harness, broadcastId, viewer } = await watched();
    const at = Date.now();
    const of = { channelId, broadcastId };
    const append = harness.append.bind(harness, 'broadcast.events', channelId);
    const until = (state: string) => viewer.until(() => statesTold(viewer).at(-1) === state);

    expect(await asked(harness, broadcastId)).toEqual({ state: 'connecting', reason: null });
    const show = { platform: 'test', channel: 'channel', platformBroadcastId: null, title: null };
    await append('BroadcastStarted', { ...of, ...show, at });
    // Nobody writes: half a second later it is quiet, without any event saying so.
    await append('SourceConnected', { ...of, attempt: 1, at: at - QUIET_MS + 500 });
    await until('live');
    await until('quiet');
    expect(await asked(harness, broadcastId)).toEqual({ state: 'quiet', reason: null });
    await append('SourceStalled', { ...of, lastActivityAt: at, at });
    await until('stalled');
    expect(await asked(harness, broadcastId)).toEqual({ state: 'stalled', reason: null });
    await append('SourceDisconnected', { ...of, reason: 'no sign of life for 45 s', at });
    await until('reconnecting');
    expect(await asked(harness, broadcastId)).toEqual({
      state: 'reconnecting',
      reason: 'no sign of life for 45 s',
    });
    await append('SourceConnected', { ...of, attempt: 2, at: Date.now() });
    await until('live');
    await append('BroadcastEnded', { ...of, reason: 'failed: the platform wants a login', at });
    await until('failed');
    expect(await asked(harness, broadcastId)).toEqual({
      state: 'failed',
      reason: 'the platform wants a login',
    });
    expect(await viewer.next('ended')).toMatchObject({ reason: 'the platform wants a login' });
    const seen = new Set([...statesTold(viewer), 'ended']);
    expect([...seen].sort()).toEqual([...BROADCAST_STATES].sort());
  });

  test('of what somebody stopped is ended', async () => {
    const { harness, broadcastId, viewer } = await watched();
    await harness.post(`/api/broadcasts/${broadcastId}/stop`, {});
    expect(await asked(harness, broadcastId)).toEqual({ state: 'ended', reason: 'stopped' });
    expect(await viewer.next('ended')).toMatchObject({ reason: 'stopped' });
  });

  test('comes with how many watch, as the platform tells it', async () => {
    const { harness, broadcastId, viewer } = await watched();
    const tell = (viewers: number | null) =>
      harness.append('chat.analyzed', broadcastId, 'SourceProgress', progressed({ broadcastId, viewers }));
    const seen = (watching: number | null) =>
      viewer.until(() => viewer.received.some((one) => 'source' in one && one.source?.watching === watching));
    await seen(null);
    await tell(1_234);
    await seen(1_234);
    viewer.received.length = 0;
    await tell(null);
    await seen(null);
  });

  test('is in the status too where captures run in other processes, by what the log tells', async () => {
    const { harness, broadcastId, viewer } = await watched();
    const sources = async () => statusSchema.parse(await (await harness.fetch('/api/status')).json()).sources;
    expect(await sources()).toMatchObject([{ broadcastId, state: 'connecting', lastActivityAt: null }]);
    const at = Date.now();
    const of = { channelId, broadcastId };
    const append = harness.append.bind(harness, 'broadcast.events', channelId);
    await append('SourceConnected', { ...of, attempt: 2, at });
    await append('GapRecorded', { ...of, from: at - 5_000, to: at, reason: 'lost', missed: null, at });
    await viewer.until(() => statesTold(viewer).at(-1) === 'live');
    const receivedAt = at + 10_000;
    await harness.append(
      'chat.analyzed',
      broadcastId,
      'SourceProgress',
      progressed({ broadcastId, viewers: 3, receivedAt }),
    );
    await viewer.until(() => viewer.received.some((one) => 'source' in one && one.source?.watching === 3));
    expect(await sources()).toEqual([
      {
        broadcastId,
        platform: 'test',
        channel: 'channel',
        state: 'live',
        lastActivityAt: receivedAt,
        lastMessageAt: null,
        messagesPerSecond: 0,
        messages: null,
        repeats: null,
        unparsed: null,
        reconnects: 1,
        gaps: 1,
        detail: null,
      },
    ]);
    await append('BroadcastEnded', { ...of, reason: 'failed: the platform wants a login', at: Date.now() });
    await viewer.until(() => statesTold(viewer).at(-1) === 'failed');
    expect(await sources()).toMatchObject([{ state: 'failed', detail: 'the platform wants a login' }]);
  });

  test('says whether it is over', () => {
    expect(BROADCAST_STATES.filter(isOver)).toEqual(['ended', 'failed']);
  });
});
