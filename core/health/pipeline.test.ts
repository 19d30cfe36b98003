import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forgetGone,
  overallState,
  pipelineAt,
  SILENT_AFTER_MS,
  takeHealth,
  unwellElements,
} from './pipeline.ts';
import { sampleElement as element, sampleHealth as health } from './sample.ts';
import type { ElementView, HeardProcesses, PipelineView } from './views.ts';

const stateOf = (view: PipelineView, id: string): string | undefined =>
  view.elements.find((one) => one.id === id)?.state;
const find = (view: PipelineView, id: string): ElementView => {
  const found = view.elements.find((one) => one.id === id);
  if (!found) throw new Error(`nothing is shown of ${id}`);
  return found;
};
const LATE = SILENT_AFTER_MS + 1;

describe('the pipeline', () => {
  it('is silent where its only process is not heard for twelve seconds, and well again with the next word', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('processor:analyze')]), 1_000);
    expect(stateOf(pipelineAt(heard, { now: 1_000 + SILENT_AFTER_MS }), 'processor:analyze')).toBe('ok');
    const silent = pipelineAt(heard, { now: 1_000 + LATE });
    expect(find(silent, 'processor:analyze')).toMatchObject({ state: 'silent', processes: ['p1'] });
    expect(find(silent, 'processor:analyze').detail).toContain('p1');
    takeHealth(heard, health('p1', [element('processor:analyze')]), 20_000);
    expect(stateOf(pipelineAt(heard, { now: 20_000 }), 'processor:analyze')).toBe('ok');
  });

  it('is degraded where one of several processes is silent, until another has taken its place', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('processor:words')]), 0);
    takeHealth(heard, health('p2', [element('processor:words')]), 20_000);
    expect(stateOf(pipelineAt(heard, { now: 20_000 }), 'processor:words')).toBe('degraded');
    takeHealth(heard, health('p3', [element('processor:words')], { startedAt: 15_000 }), 20_000);
    const view = pipelineAt(heard, { now: 20_000 });
    expect(stateOf(view, 'processor:words')).toBe('ok');
    expect(view.processes.map((one) => one.health.processId)).toEqual(['p2', 'p3']);
  });

  it('is well after an orderly restart, and not where nobody is left to do the work', () => {
    const heard: HeardProcesses = new Map();
    const ended = [
      element('gateway:p1', { state: 'stopped' }),
      element('producers:p1', { state: 'stopped' }),
    ];
    takeHealth(heard, health('p1', ended, { state: 'stopped' }), 0);
    const alone = pipelineAt(heard, { now: 1_000 }).elements;
    expect(overallState(alone)).toBe('degraded');
    expect(unwellElements(alone)).toHaveLength(2);
    takeHealth(heard, health('p2', [element('gateway:p2'), element('producers:p2')]), 2_000);
    const again = pipelineAt(heard, { now: 2_000 }).elements;
    expect(again.filter(({ state }) => state === 'stopped')).toHaveLength(2);
    expect(overallState(again)).toBe('ok');
    expect(unwellElements(again)).toEqual([]);
  });

  it('lets one new process stand in for one that is gone, not for two', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('sink:archive')]), 0);
    takeHealth(heard, health('p2', [element('sink:archive')]), 0);
    takeHealth(heard, health('p3', [element('sink:archive')], { startedAt: 15_000 }), 20_000);
    expect(stateOf(pipelineAt(heard, { now: 20_000 }), 'sink:archive')).toBe('degraded');
  });

  it('takes the farewell of the only process for a stop, and forgets it once others do its work', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('sink:archive', { state: 'stopped' })], { state: 'stopped' }), 0);
    expect(stateOf(pipelineAt(heard, { now: 3_600_000 }), 'sink:archive')).toBe('stopped');
    takeHealth(heard, health('p2', [element('sink:archive')], { startedAt: 10 }), 5_000);
    expect(stateOf(pipelineAt(heard, { now: 5_000 }), 'sink:archive')).toBe('ok');
    takeHealth(heard, health('p2', [element('sink:archive')], { startedAt: 10 }), 75_000);
    forgetGone(heard, { now: 75_000 });
    expect([...heard.keys()]).toEqual(['p2']);
  });

  it('believes what living processes say of a store, not what silent ones said', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('store:archive')]), 0);
    takeHealth(
      heard,
      health('p2', [element('store:archive', { state: 'failed', detail: 'refused' })]),
      20_000,
    );
    expect(find(pipelineAt(heard, { now: 20_000 }), 'store:archive')).toMatchObject({
      state: 'failed',
      detail: 'refused',
    });
    takeHealth(heard, health('p3', [element('store:archive')]), 20_000);
    expect(stateOf(pipelineAt(heard, { now: 20_000 }), 'store:archive')).toBe('degraded');
  });

  it('shows a source as its latest process has it', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('source:show', { state: 'failed' })], { role: 'producers' }), 0);
    takeHealth(heard, health('p2', [element('source:show')], { role: 'producers' }), 2_000);
    expect(find(pipelineAt(heard, { now: 2_000 }), 'source:show')).toMatchObject({
      state: 'ok',
      processes: ['p2'],
    });
  });

  it('calls nobody silent for a time in which nothing could be heard', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('processor:analyze')]), 0);
    const view = pipelineAt(heard, { now: 60_000, heardFrom: 55_000 });
    expect(stateOf(view, 'processor:analyze')).toBe('ok');
  });

  it('misses what nobody ever ran, once it has listened long enough', () => {
    const required = ['processor:analyze'];
    expect(pipelineAt(new Map(), { now: 5_000, heardFrom: 0, required }).elements).toEqual([]);
    const view = pipelineAt(new Map(), { now: LATE, heardFrom: 0, required });
    expect(find(view, 'processor:analyze').state).toBe('silent');
    expect(overallState(view.elements)).toBe('failed');
  });

  it('adds rates and lag of the living', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('processor:words', { ratePerSecond: 2, lag: 3 })]), 0);
    takeHealth(heard, health('p2', [element('processor:words', { ratePerSecond: 5, lag: 1 })]), 0);
    expect(find(pipelineAt(heard, { now: 0 }), 'processor:words')).toMatchObject({
      ratePerSecond: 7,
      lag: 4,
    });
  });

  it('counts a show that is away as a degradation, not as a failure of the whole', () => {
    const heard: HeardProcesses = new Map();
    takeHealth(heard, health('p1', [element('source:show', { state: 'failed' })]), 0);
    expect(overallState(pipelineAt(heard, { now: 0 }).elements)).toBe('degraded');
  });

  it('is the same in whatever order the processes are heard, and shows every living one', () => {
    const report = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 40_000 }),
      state: fc.constantFrom('ok', 'degraded', 'failed', 'stopped'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(report, { selector: ({ id }) => id }), fc.integer(), (reports, seed) => {
        const fold = (list: typeof reports): PipelineView => {
          const heard: HeardProcesses = new Map();
          for (const { id, at, state } of list)
            takeHealth(
              heard,
              health(id, [element('sink:metrics', { state })], { state, at, startedAt: at }),
              at,
            );
          return pipelineAt(heard, { now: 40_000 });
        };
        const turned =
          seed % 2 === 0 ? [...reports].reverse() : [...reports.slice(1), ...reports.slice(0, 1)];
        const [one, other] = [fold(reports), fold(turned)];
        expect(stateOf(other, 'sink:metrics')).toBe(stateOf(one, 'sink:metrics'));
        const shown = new Set(one.processes.map((process) => process.health.processId));
        for (const { id, at, state } of reports)
          if (state !== 'stopped' && 40_000 - at <= SILENT_AFTER_MS) expect(shown).toContain(id);
      }),
    );
  });
});
