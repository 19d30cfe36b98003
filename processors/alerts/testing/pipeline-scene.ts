import { DEFAULT_ALERT_RULES } from '../../../core/alerts/default-rules.ts';
import { noAlerts, reduceAlerts } from '../../../core/alerts/reduce.ts';
import { subjectKey } from '../../../core/alerts/alert-view.ts';
import { emptyBroadcasts, reduceBroadcasts } from '../../../core/broadcasts/reduce.ts';
import type { ChatpulseEvent } from '../../../core/events/codec.ts';
import type { ElementHealth, ProcessHealth } from '../../../core/events/generated.ts';
import { isRun, withLag } from '../../../core/health/backlog.ts';
import { pipelineAt, takeHealth } from '../../../core/health/pipeline.ts';
import { sampleElement, sampleHealth } from '../../../core/health/sample.ts';
import { unattended, type HeardProcesses, type PipelineView } from '../../../core/health/views.ts';
import { createMisunderstoodCaptures } from '../sources/misunderstood-captures.ts';
import { createUnwellCaptures } from '../sources/unwell-captures.ts';
import { createRecentCounts } from '../system/recent-counts.ts';
import { createPipelineWatch, type PipelineSurroundings } from '../watch-pipeline.ts';

export const SECOND = 1_000;
export const START = 1_000_000_000_000;

/** A watch, and everything that it reads, second by second. */
export function createScene(required: readonly string[] = []) {
  const alerts = noAlerts();
  const heard: HeardProcesses = new Map();
  const broadcasts = emptyBroadcasts();
  const captures = createUnwellCaptures(broadcasts);
  const misunderstood = createMisunderstoodCaptures(broadcasts);
  const counts = createRecentCounts();
  let now = START;
  let away = false;
  const told: string[] = [];
  let waiting: Readonly<Record<string, number>> = {};
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
    view: () => (away ? undefined : withWaiting(pipelineAt(heard, { now, required }), waiting)),
    recent: counts.at,
    unwellCaptures: captures.list,
    misunderstoodCaptures: misunderstood.find,
  };
  let watch = createPipelineWatch(around);
  return {
    told,
    setAway: (to: boolean) => void (away = to),
    /** What waits for parts that nobody runs, by their ids. */
    setWaiting: (to: Readonly<Record<string, number>>) => void (waiting = to),
    reasonOf: (rule: string) => around.openOfRule(rule)[0]?.detail,
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

/** As the backlog has it, which reads it from the log. */
function withWaiting(view: PipelineView, waiting: Readonly<Record<string, number>>): PipelineView {
  const byId = new Map(view.elements.map((element) => [element.id, element]));
  for (const [id, records] of Object.entries(waiting)) {
    const element = byId.get(id) ?? unattended(id, 'stopped');
    if (!isRun(element)) byId.set(id, withLag(element, records));
  }
  return { ...view, elements: [...byId.values()] };
}

/** A report of these. */
export const elements = (...list: ElementHealth[]): Partial<ProcessHealth> => ({ elements: list });
/** An archive and its sink that are well, and that are away. */
export const well = elements(sampleElement('sink:archive'), sampleElement('store:archive'));
export const away = elements(
  sampleElement('sink:archive', { state: 'degraded', lag: 50_000 }),
  sampleElement('store:archive', { state: 'failed', detail: 'refused' }),
);
