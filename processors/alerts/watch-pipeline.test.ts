import { describe, expect, it } from 'vitest';
import { latencyText } from '../../core/canary/latency-text.ts';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { ProcessHealth } from '../../core/events/generated.ts';
import { sampleElement } from '../../core/health/sample.ts';
import { away, createScene, elements, SECOND, START, well } from './testing/pipeline-scene.ts';

describe('the watch over the pipeline', () => {
  it('tells of a store that is away once, not of the lag that it makes, and of its return', () => {
    const scene = createScene();
    scene.pass(20, { a: well, b: well });
    scene.pass(60, { a: away, b: away });
    expect(scene.told).toEqual(['+store-away store:archive']);
    scene.pass(20, { a: well, b: well });
    expect(scene.told).toEqual(['+store-away store:archive', '-store-away store:archive']);
  });

  it('a takeover in between tells nothing again', () => {
    const scene = createScene();
    scene.pass(20, { a: well });
    scene.pass(20, { a: away });
    scene.takeOver();
    scene.pass(40, { a: away });
    scene.pass(30, { a: well });
    expect(scene.told).toEqual(['+store-away store:archive', '-store-away store:archive']);
  });

  it('tells of a process that is silent within 15 s, and that another does its work', () => {
    const scene = createScene();
    const working = elements(sampleElement('processor:analyze'));
    scene.pass(20, { a: working, b: well });
    scene.pass(14, { b: well });
    expect(scene.told).toEqual(['+process-silent process:a']);
    scene.pass(2, { b: well, c: { ...working, startedAt: START + 34 * SECOND } });
    expect(scene.told).toEqual(['+process-silent process:a', '-process-silent process:a']);
  });

  it('says nothing while the log is away', () => {
    const scene = createScene();
    scene.pass(25, { a: away });
    scene.setAway(true);
    scene.pass(60, {});
    expect(scene.told).toEqual(['+store-away store:archive']);
  });

  it('tells of dead letters that came lately, not of old ones', () => {
    const scene = createScene();
    const letters = (errors: number): Partial<ProcessHealth> => ({
      ...elements(sampleElement('processor:analyze', { errors })),
      startedAt: START - 3_600 * SECOND,
    });
    scene.pass(30, { a: letters(7) });
    expect(scene.told).toEqual([]);
    scene.pass(5, { a: letters(9) });
    expect(scene.told).toEqual(['+dead-letters processor:analyze']);
    scene.pass(400, { a: letters(9) });
    expect(scene.told.at(-1)).toBe('-dead-letters processor:analyze');
  });

  it('tells of canaries that some processes miss and others get late as lost only (one cause was two alerts)', () => {
    const scene = createScene();
    const canary = (state: string, detail: string | null): Partial<ProcessHealth> =>
      elements(sampleElement('canary:pipeline', { state, detail }));
    scene.pass(20, { a: well });
    scene.pass(90, { a: canary('failed', null), b: canary('ok', latencyText(9_000)) });
    expect(scene.told).toEqual(['+canary-lost canary:pipeline']);
  });

  it('tells of canaries that are lost, and of notices that cannot be delivered', () => {
    const scene = createScene();
    const lost = elements(
      sampleElement('canary:pipeline', { state: 'failed' }),
      sampleElement('sink:notify', { state: 'degraded', detail: 'slack: refused' }),
    );
    scene.pass(20, { a: well });
    scene.pass(20, { a: lost });
    expect(scene.told).toEqual(['+canary-lost canary:pipeline', '+delivery-failing sink:notify']);
  });

  it('tells of no destination that failed once and took the notice seconds later', () => {
    const scene = createScene();
    scene.pass(20, { a: well });
    scene.pass(5, {
      a: elements(sampleElement('sink:notify', { state: 'degraded', detail: 'slack: status 503' })),
    });
    scene.pass(60, { a: well });
    expect(scene.told).toEqual([]);
  });

  it('tells of a capture that has stalled for 30 s, and of its return', () => {
    const scene = createScene();
    const about = { channelId: 'twitch-a', broadcastId: 'twitch-a-1' };
    const show = { ...about, platform: 'twitch', channel: 'a', at: START };
    scene.broadcast({ type: 'WatchRequested', data: { ...show, url: 'twitch:a', speed: '1' } });
    scene.broadcast({
      type: 'SourceConnected',
      data: { ...about, attempt: 1, cursor: null, at: START },
    } as ChatpulseEvent);
    scene.pass(40, { a: well });
    scene.broadcast({ type: 'SourceStalled', data: { ...about, at: START } } as ChatpulseEvent);
    scene.pass(25, { a: well });
    expect(scene.told).toEqual([]);
    scene.pass(10, { a: well });
    expect(scene.told).toEqual(['+source-stalled twitch-a-1']);
    scene.broadcast({
      type: 'SourceConnected',
      data: { ...about, attempt: 2, cursor: null, at: START },
    } as ChatpulseEvent);
    scene.pass(2, { a: well });
    expect(scene.told.at(-1)).toBe('-source-stalled twitch-a-1');
  });

  it('tells of a platform that is not understood, until it is, or until the show is over', () => {
    const scene = createScene();
    const about = { channelId: 'twitch-a', broadcastId: 'twitch-a-1' };
    const show = { ...about, platform: 'twitch', channel: 'a', url: 'twitch:a', speed: '1', at: START };
    const misunderstood = (count: number): void =>
      scene.broadcast({
        type: 'PayloadsMisunderstood',
        data: { ...about, count, of: 20, reason: 'unknown command', at: START + 20 * SECOND },
      });
    scene.broadcast({ type: 'WatchRequested', data: show });
    scene.pass(20, { a: well });
    misunderstood(10);
    scene.pass(2, { a: well });
    expect(scene.told).toEqual(['+source-misunderstood twitch-a-1']);
    scene.takeOver();
    scene.pass(20, { a: well });
    misunderstood(0);
    scene.pass(2, { a: well });
    expect(scene.told).toEqual(['+source-misunderstood twitch-a-1', '-source-misunderstood twitch-a-1']);
    scene.pass(90, { a: well });
    scene.broadcast({
      type: 'PayloadsMisunderstood',
      data: { ...about, count: 12, of: 20, reason: 'unknown command', at: START + 130 * SECOND },
    });
    scene.pass(2, { a: well });
    expect(scene.told).toHaveLength(3);
    scene.broadcast({ type: 'BroadcastEnded', data: { ...about, reason: 'ended', at: START } });
    scene.pass(2, { a: well });
    expect(scene.told.at(-1)).toBe('-source-misunderstood twitch-a-1');
  });

  it('tells of a capture that failed once, until its channel is watched again', () => {
    const scene = createScene();
    const about = { channelId: 'twitch-a', broadcastId: 'twitch-a-1' };
    const show = { ...about, platform: 'twitch', channel: 'a', url: 'twitch:a', speed: '1', at: START };
    scene.broadcast({ type: 'WatchRequested', data: show });
    scene.broadcast({
      type: 'WatchStopped',
      data: { ...about, reason: 'failed: the channel is suspended', at: START },
    } as ChatpulseEvent);
    scene.pass(30, { a: well });
    expect(scene.told).toEqual(['+source-failed twitch-a-1']);
    scene.broadcast({
      type: 'WatchRequested',
      data: { ...show, broadcastId: 'twitch-a-2', at: START + 60 * SECOND },
    });
    scene.pass(2, { a: well });
    expect(scene.told.at(-1)).toBe('-source-failed twitch-a-1');
  });
});
