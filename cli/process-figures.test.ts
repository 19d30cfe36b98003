import { expect, it } from 'vitest';
import { createMeter, type Meter } from '../core/telemetry/meter.ts';
import type { SourceStatus } from '../producers/supervisor/status.ts';
import { plainElement } from '../core/health/element.ts';
import { tellParts, tellSources, tellStores } from './process-figures.ts';

function capture(platform: string, channel: string, viewers: number | null): SourceStatus {
  return {
    channelId: `${platform}-${channel}`,
    platform,
    channel,
    url: `https://example.com/${channel}`,
    broadcastIds: [`${platform}-${channel}-1`],
    state: 'live',
    reason: null,
    lastMessageAt: null,
    lastActivityAt: null,
    messagesPerSecond: 0,
    viewers,
    reconnects: 0,
    gaps: 0,
    messages: 0,
    repeats: 0,
    unparsed: 0,
    missed: 0,
    buffered: 0,
    bufferedBytes: 0,
    logAway: null,
    capabilities: {
      removals: true,
      paid: true,
      backlog: true,
      emotes: true,
      clock: 'live',
      keepAliveMs: 45_000,
      resumable: false,
      silenceEndsMs: null,
    },
  };
}

/** The lines of one figure as Prometheus reads them, by platform. */
async function viewersIn(meter: Meter): Promise<Record<string, number>> {
  const { text } = await meter.prometheus();
  const lines = text.matchAll(/^chatpulse_source_viewers\{[^}]*platform="([^"]+)"[^}]*\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, platform, value]) => [platform, Number(value)]));
}

it('tells how many watch all shows of each platform that tells it', async () => {
  const meter = createMeter();
  tellSources(meter, () => [
    capture('chzzk', 'one', 5),
    capture('chzzk', 'two', 7),
    capture('chzzk', 'three', null),
    capture('soop', 'one', 0),
    capture('twitch', 'one', null),
  ]);
  expect(await viewersIn(meter)).toEqual({ chzzk: 12, soop: 0 });
});

it('tells that nobody watches what is not captured any more, and does not keep the last figure', async () => {
  const meter = createMeter();
  let sources = [capture('chzzk', 'one', 5)];
  tellSources(meter, () => sources);
  expect(await viewersIn(meter)).toEqual({ chzzk: 5 });
  sources = [];
  // Figures are read anew at most twice a second.
  await expect.poll(() => viewersIn(meter), { timeout: 5_000 }).toEqual({ chzzk: 0 });
});

it('tells which stores answer, the schema registry among them (it was told by the parts, of which it is none)', async () => {
  const meter = createMeter();
  let registry: 'ok' | 'failed' = 'ok';
  tellStores(meter, () => [
    plainElement('store', 'archive', 'ok'),
    plainElement('store', 'registry', registry),
  ]);
  const told = (): unknown[] =>
    meter.drain().gauges.map(({ name, tags, value }) => [name, tags['store'], value]);
  expect(told()).toEqual([
    ['store.up', 'archive', 1],
    ['store.up', 'registry', 1],
  ]);
  registry = 'failed';
  await expect.poll(told).toContainEqual(['store.up', 'registry', 0]);
});

it('tells no more of a part that is not there any more (the start stayed failed for ever)', async () => {
  const meter = createMeter();
  const part = (name: string, state: 'ok' | 'failed') => ({ name, state, detail: null, hint: null });
  let parts = [part('start', 'failed')];
  tellParts(meter, () => parts);
  const upIn = (): string[] => meter.drain().gauges.map(({ tags, value }) => `${tags['part']}: ${value}`);
  expect(upIn()).toEqual(['start: 0']);
  parts = [part('analyze', 'ok')];
  await expect.poll(upIn).toEqual(['start: undefined', 'analyze: 1']);
});
