import { describe, expect, it } from 'vitest';
import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { noAlerts, reduceAlerts } from '../../core/alerts/reduce.ts';
import { subjectKey } from '../../core/alerts/alert-view.ts';
import { emptyBroadcasts, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import { latencyText } from '../../core/canary/latency-text.ts';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { ElementHealth, ProcessHealth } from '../../core/events/generated.ts';
import { pipelineAt, takeHealth } from '../../core/health/pipeline.ts';
import { sampleElement, sampleHealth } from '../../core/health/sample.ts';
import type { HeardProcesses } from '../../core/health/views.ts';
import { createMisunderstoodCaptures } from './sources/misunderstood-captures.ts';
import { createUnwellCaptures } from './sources/unwell-captures.ts';
import { createRecentCounts } from './system/recent-counts.ts';
import { createPipelineWatch, type PipelineSurroundings } from './watch-pipeline.ts';

const SECOND = 1_000;
const START = 1_000_000_000_000;

/** A watch, and everything that it reads, second by second. */
function createScene() {
  const alerts = noAlerts();
  const heard: HeardProcesses = new Map();
  const broadcasts = emptyBroadcasts();
  const captures = createUnwellCaptures(broadcasts);
  const misunderstood = createMisunderstoodCaptures(broadcasts);
  const counts = createRecentCounts();
  let now = START;
  let away = false;
  const told: string[] = [];
  const around: PipelineSurroundings = {
    rules: () => DEFAULT_ALERT_RULES,
    openOf: (rule, subject) => alerts.alerts.get(alerts.open.get(subjectKey(rule, subject)) ?? ''),
    latestOf: (rule, subject) =>
      [...alerts.alerts.values()].findLast((one) => one.rule === rule && one.subject === subject),
    openOfRule: (rule) =>
      [...alerts.alerts.values()].filter((one) => one.rule === rule && one.resolvedAt === null),
    now: () => now,
    endOf: () => undefined,
    isHeard: () => true,
    view: () => (away ? undefined : pipelineAt(heard, { now })),
    recent: counts.at,
    unwellCaptures: captures.list,
    misunderstoodCaptures: misunderstood.find,
  };
  let watch = createPipelineWatch(around);
  return {
    told,
    setAway: (to: boolean) => void (away = to),
    /** The process that watches dies, and another takes over. */
    takeOver: () => void (watch = createPipelineWatch(around)),
    broadcast(event: ChatpulseEvent) {
      reduceBroadcasts(broadcasts, event);
      captures.took(event, now);
      misunderstood.took(event);
    },
    /** Lets seconds pass; in each every process named tells of its elements. */
    pass(seconds: number, processes: Readonly<Record<string, Partial<ProcessHealth>>>) {
      for (let second = 0; second < seconds; second += 1) {
        now += SECOND;
        for (const [id, more] of Object.entries(processes)) {
          const health = sampleHealth(id, more.elements ?? [], { startedAt: START, at: now, ...more });
          takeHealth(heard, health, now);
          counts.take(health, now);
        }
        watch.tick({
          emit(_topic, _key, type, data) {
            const event = { type, data } as ChatpulseEvent;
            if (event.type === 'AlertRaised') told.push(`+${event.data.rule} ${event.data.subject}`);
            if (event.type === 'AlertResolved') told.push(`-${event.data.rule} ${event.data.subject}`);
            reduceAlerts(alerts, event, now);
          },
        });
      }
    },
  };
}

const elements = (...list: ElementHealth[]): Partial<ProcessHealth> => ({ elements: list });
const well = elements(sampleElement('sink:archive'), sampleElement('store:archive'));
const away = elements(
  sampleElement('sink:archive', { state: 'degraded', lag: 50_000 }),
  sampleElement('store:archive', { state: 'failed', detail: 'refused' }),
);

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

  it('tells of lag that lasts, by the part that is furthest behind', () => {
    const scene = createScene();
    const behind = (windows: number, words: number): Partial<ProcessHealth> =>
      elements(
        sampleElement('processor:windows', { lag: windows }),
        sampleElement('processor:words', { lag: words }),
      );
    scene.pass(20, { a: behind(20_000, 90_000) });
    scene.pass(40, { a: behind(20_000, 90_000) });
    expect(scene.told).toEqual(['+processor-lag processor:words']);
    scene.pass(40, { a: behind(0, 10) });
    expect(scene.told.at(-1)).toBe('-processor-lag processor:words');
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

  it('tells of many failed and many slow answers, of few nothing', () => {
    const scene = createScene();
    scene.pass(20, { a: { responses: 10, failedResponses: 5, slowResponses: 4 } });
    expect(scene.told).toEqual([]);
    scene.pass(11, { a: { responses: 100, failedResponses: 6, slowResponses: 4 } });
    expect(scene.told).toEqual(['+error-rate gateway']);
    scene.pass(11, { a: { responses: 110, failedResponses: 6, slowResponses: 30 } });
    expect(scene.told).toEqual(['+error-rate gateway', '+slow-responses gateway']);
  });

  const answers = (responses: number, unwell: number): Partial<ProcessHealth> => ({
    responses,
    failedResponses: unwell,
    slowResponses: unwell,
  });
  const AWAY_AND_BACK = ['+store-away store:archive', '-store-away store:archive'];

  it('tells of a store that is away, and not of the answers that fail by it, then or when it is back (one cause was two alerts)', () => {
    const scene = createScene();
    scene.pass(20, { a: { ...well, ...answers(50, 0) } });
    // They fail before it is found that the store is away, and some of them end after it is back.
    scene.pass(8, { a: { ...well, ...answers(80, 20) } });
    scene.pass(30, { a: { ...away, ...answers(100, 40) } });
    scene.pass(20, { a: { ...well, ...answers(110, 45) } });
    scene.pass(300, { a: { ...well, ...answers(400, 45) } });
    expect(scene.told).toEqual(AWAY_AND_BACK);
  });

  it('tells of answers that go on failing after a store is back within a minute (they were told five minutes later)', () => {
    const scene = createScene();
    scene.pass(20, { a: { ...well, ...answers(50, 0) } });
    scene.pass(60, { a: { ...away, ...answers(100, 40) } });
    for (let second = 1; second <= 60; second += 1)
      scene.pass(1, { a: { ...well, responses: 100 + 2 * second, failedResponses: 40 + second } });
    expect(scene.told).toEqual([...AWAY_AND_BACK, '+error-rate gateway']);
  });

  it('an outage does not end what was told of answers before: while it lasts nobody can tell', () => {
    const scene = createScene();
    scene.pass(20, { a: { ...well, ...answers(50, 0) } });
    scene.pass(5, { a: { ...well, responses: 100, failedResponses: 30 } });
    scene.pass(12, { a: { ...well, responses: 130, failedResponses: 30 } });
    expect(scene.told).toEqual(['+error-rate gateway']);
    scene.pass(90, { a: { ...away, responses: 200, failedResponses: 60 } });
    expect(scene.told).toEqual(['+error-rate gateway', '+store-away store:archive']);
    scene.pass(60, { a: { ...well, responses: 400, failedResponses: 60 } });
    expect(scene.told).not.toContain('-error-rate gateway');
  });

  it('whoever takes over after an outage does not tell of the answers that it explains', () => {
    const scene = createScene();
    scene.pass(20, { a: { ...well, ...answers(50, 0) } });
    scene.pass(30, { a: { ...away, ...answers(100, 40) } });
    scene.pass(60, { a: { ...well, ...answers(110, 40) } });
    scene.takeOver();
    scene.pass(60, { a: { ...well, ...answers(120, 40) } });
    expect(scene.told).toEqual(AWAY_AND_BACK);
  });

  it('says nothing of answers that failed while the log was away', () => {
    const scene = createScene();
    scene.pass(20, { a: { ...well, ...answers(50, 0) } });
    scene.setAway(true);
    scene.pass(40, {});
    scene.setAway(false);
    scene.pass(120, { a: { ...well, ...answers(100, 40) } });
    expect(scene.told).toEqual([]);
  });

  it('a process that is silent for good does not hide answers that fail (nothing was told of them)', () => {
    const scene = createScene();
    const other = elements(sampleElement('sink:metrics'));
    scene.pass(20, { a: { ...well, ...answers(50, 0) }, b: other });
    scene.pass(90, { a: { ...well, ...answers(50, 0) } });
    scene.pass(20, { a: { ...well, responses: 100, failedResponses: 20 } });
    expect(scene.told).toEqual(['+process-silent process:b', '+error-rate gateway']);
  });

  it('tells of lag once, though another part falls further behind (one cause was two alerts)', () => {
    const scene = createScene();
    const behind = (windows: number, words: number): Partial<ProcessHealth> =>
      elements(
        sampleElement('processor:windows', { lag: windows }),
        sampleElement('processor:words', { lag: words }),
      );
    scene.pass(20, { a: behind(0, 0) });
    scene.pass(40, { a: behind(20_000, 30_000) });
    scene.pass(60, { a: behind(40_000, 20_000) });
    expect(scene.told).toEqual(['+processor-lag processor:words']);
    scene.pass(70, { a: behind(40_000, 0) });
    expect(scene.told).toEqual([
      '+processor-lag processor:words',
      '-processor-lag processor:words',
      '+processor-lag processor:windows',
    ]);
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
