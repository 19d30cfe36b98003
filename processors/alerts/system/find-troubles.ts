import { latencyOf } from '../../../core/canary/latency-text.ts';
import type { AlertRule, AlertRuleName, AlertRules } from '../../../core/alerts/rule.ts';
import type { ElementHealth } from '../../../core/events/generated.ts';
import { isRun } from '../../../core/health/backlog.ts';
import { NOBODY_RUNS_IT } from '../../../core/health/detail.ts';
import { isLiving, type ElementView, type PipelineView } from '../../../core/health/views.ts';
import type { Trouble } from '../trouble.ts';
import { findLag } from './find-lag.ts';
import type { Recent } from './recent-counts.ts';
import { isUnwell } from './unwell.ts';

/** A canary that takes longer (ms) is late. */
const CANARY_LATE_MS = 5_000;
/** The parts that a canary goes through. */
const CANARY_WAY: ReadonlySet<string> = new Set(['processor:analyze']);
/** By this subject answers of all gateways together are told of. */
const ALL_GATEWAYS = 'gateway';

export interface FindTroublesOptions {
  readonly view: PipelineView;
  readonly recent: Recent;
  readonly rules: AlertRules;
  /** The subjects of what is open of a rule. */
  readonly told: (rule: AlertRuleName) => ReadonlySet<string>;
}

/**
 * What is wrong with the pipeline, as the rules of the system measure it. One cause gives one trouble: what a store that
 * is away, or a process that is silent, does to the others is not told again. Pure.
 */
export function findTroubles(options: FindTroublesOptions): readonly Trouble[] {
  const { view, recent, rules, told } = options;
  const stores = view.elements.filter(({ kind }) => kind === 'store').map((store) => awayStore(view, store));
  const silent = view.processes
    .filter(({ state }) => state === 'silent')
    .map(({ health, heardAt }): Trouble => {
      const seconds = (view.at - heardAt) / 1000;
      const detail = `${health.role} on ${health.host}`;
      const subject = `process:${health.processId}`;
      const holds = seconds >= rules['process-silent'].threshold;
      const base = { rule: 'process-silent' as const, subject, at: view.at, since: heardAt };
      return { ...base, value: seconds, holds, over: false, detail };
    });
  const away = [...stores, ...silent].some(({ over }) => !over);
  const unrun = view.elements.filter((element) => !isRun(element));
  const missed = unrun.filter(({ id }) => CANARY_WAY.has(id));
  const toldLag = told('processor-lag');
  const lag = findLag({
    view,
    rule: rules['processor-lag'],
    told: toldLag,
    away,
    missed: new Set(told('canary-lost').size > 0 ? missed.map(({ id }) => id) : []),
  });
  const beside = new Set(unrun.filter((one) => !missed.includes(one)).map(({ id }) => id));
  const isBehind = lag.some(({ subject, holds }) => !beside.has(subject) && (holds || toldLag.has(subject)));
  const unless = (explained: boolean, found: readonly Trouble[]): Trouble[] =>
    found.map((one) => ({ ...one, holds: one.holds && !explained }));
  return [
    ...stores,
    ...silent,
    ...lag,
    ...deadLetters(view, recent, rules['dead-letters']),
    ...responses(view.at, recent, rules),
    ...unless(away || isBehind, canaries(view, missed, rules)),
    ...failingDeliveries(view, rules['delivery-failing']),
  ];
}

/** How many living processes say something of an element, and what the first of them says. */
function counted(
  view: PipelineView,
  id: string,
  is: (element: ElementHealth) => boolean,
): { readonly value: number; readonly detail: string | null } {
  const found = view.processes
    .filter(isLiving)
    .flatMap(({ health }) => health.elements.filter((element) => element.id === id && is(element)));
  return { value: found.length, detail: found.find(({ detail }) => detail !== null)?.detail ?? null };
}

/** The log tells nothing while it is away: the notifier tells of that itself. Here it can only be back. */
function awayStore(view: PipelineView, { id }: ElementView): Trouble {
  const found = counted(view, id, isUnwell);
  const isLog = id === 'store:log';
  const holds = !isLog && found.value >= 1;
  const rule = isLog ? ('log-away' as const) : ('store-away' as const);
  return { rule, subject: id, at: view.at, ...found, holds, over: found.value === 0 };
}

function deadLetters({ at }: PipelineView, { errors }: Recent, rule: AlertRule): Trouble[] {
  return [...errors].flatMap(([subject, value]): Trouble[] =>
    value === 0
      ? []
      : [
          {
            rule: 'dead-letters',
            subject,
            at,
            value,
            count: value,
            holds: value >= rule.threshold,
            over: value < rule.resolveThreshold,
          },
        ],
  );
}

/** What an outage explains is not counted, and while there is one nothing is found, nor found to be over. */
function responses(at: number, { responses: found, explained }: Recent, rules: AlertRules): Trouble[] {
  const { responses: all } = found;
  const shares = [
    { rule: 'slow-responses', some: found.slowResponses },
    { rule: 'error-rate', some: found.failedResponses },
  ] as const;
  return shares.flatMap(({ rule: name, some }): Trouble[] => {
    const rule = rules[name];
    const value = all === 0 ? 0 : some / all;
    const holds = !explained && all >= rule.minimumCount && value >= rule.threshold;
    const over = !explained && value < rule.resolveThreshold;
    return [{ rule: name, subject: ALL_GATEWAYS, at, value, count: all, holds, over }];
  });
}

/** @param missed parts on their way that nobody runs, which says why they are lost */
function canaries(view: PipelineView, missed: readonly ElementView[], rules: AlertRules): Trouble[] {
  const subject = 'canary:pipeline';
  const reason = missed.map(({ id, detail }) => `${id}: ${detail ?? NOBODY_RUNS_IT}`).join('; ');
  const lost = counted(view, subject, ({ state }) => state === 'failed');
  const slow = counted(
    view,
    subject,
    ({ state, detail }) => state !== 'failed' && (latencyOf(detail) ?? 0) >= CANARY_LATE_MS,
  );
  return [
    { rule: 'canary-lost' as const, ...lost, ...(reason !== '' && { detail: reason }) },
    // Some processes miss them and others get them late for the same reason.
    { rule: 'canary-slow' as const, ...slow, ...(lost.value > 0 && { value: 0 }) },
  ].map((one) => ({
    ...one,
    subject,
    at: view.at,
    holds: one.value >= rules[one.rule].threshold && one.value > 0,
    over: one.value < rules[one.rule].resolveThreshold,
  }));
}

function failingDeliveries(view: PipelineView, rule: AlertRule): Trouble[] {
  const subject = 'sink:notify';
  const found = counted(view, subject, isUnwell);
  const holds = found.value >= Math.max(1, rule.threshold);
  return [{ rule: 'delivery-failing', subject, at: view.at, ...found, holds, over: found.value === 0 }];
}
