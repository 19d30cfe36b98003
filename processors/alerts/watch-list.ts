import { makeAlertId } from '../../core/alerts/alert-id.ts';
import type { AlertView } from '../../core/alerts/alert-view.ts';
import { appliesTo, type AlertRuleName } from '../../core/alerts/rule.ts';
import type { Output } from '../../core/runtime/processor.ts';
import { IDLE, stepCondition, type Condition } from './condition.ts';
import { emitRaised, emitResolved } from './emit.ts';
import type { AlertSurroundings } from './port.ts';
import type { Trouble } from './trouble.ts';

/** What the list asks of its surroundings beside what the detectors ask. */
export interface WatchListSurroundings extends AlertSurroundings {
  /** All that is open of a rule. */
  openOfRule(rule: string): readonly AlertView[];
}

/** Rules whose subjects come and go, each with its hysteresis: raises what is found, resolves what is found no longer. */
export interface WatchList {
  /** Takes all that is found of the rules now. What is open and not among it is over. */
  take(found: readonly Trouble[], now: number, out: Output): void;
}

interface Watched {
  readonly rule: AlertRuleName;
  readonly subject: string;
  condition: Condition;
}

export function createWatchList(around: WatchListSurroundings, rules: readonly AlertRuleName[]): WatchList {
  const watched = new Map<string, Watched>();
  const keyOf = (rule: string, subject: string): string => `${rule}\n${subject}`;

  function watchedOf(rule: AlertRuleName, subject: string): Watched {
    const key = keyOf(rule, subject);
    let one = watched.get(key);
    if (!one) watched.set(key, (one = { rule, subject, condition: IDLE }));
    return one;
  }

  /** What an earlier life, another process or the notifier itself has raised is open here as well. */
  function adoptOpen(): void {
    for (const rule of rules)
      for (const { subject, startedAt, raisedAt } of around.openOfRule(rule)) {
        const one = watchedOf(rule, subject);
        if (one.condition.phase !== 'open')
          one.condition = { phase: 'open', startedAt, raisedAt, overSince: null };
      }
  }

  function observe(one: Watched, seen: Trouble, out: Output): void {
    const rule = around.rules()[one.rule];
    const before = one.condition;
    if (!appliesTo(rule, seen.channelId ?? '')) {
      if (before.phase === 'open') resolve(one, before.startedAt, { ...seen, reason: 'expired' }, out);
      one.condition = IDLE;
      return;
    }
    const { condition, action } = stepCondition(before, rule, seen);
    one.condition = condition;
    if (action === 'raise' && condition.phase === 'open') raise(one, condition.startedAt, seen, out);
    if (action === 'resolve' && before.phase === 'open')
      resolve(one, before.startedAt, { ...seen, reason: 'recovered' }, out);
  }

  function raise({ rule: name, subject }: Watched, startedAt: number, seen: Trouble, out: Output): void {
    const known = around.latestOf(name, subject);
    if (known && (known.resolvedAt === null || startedAt <= known.startedAt)) return;
    const rule = around.rules()[name];
    const { value, count = 0, detail = null, channelId = '', broadcastId = '', at } = seen;
    const about = { subject, channelId, broadcastId };
    emitRaised(out, { name, rule, ...about, value, count, detail, threshold: rule.threshold, startedAt, at });
  }

  function resolve(
    { rule: name, subject }: Watched,
    startedAt: number,
    ending: Pick<Trouble, 'value' | 'at'> & { readonly reason: 'recovered' | 'expired' },
    out: Output,
  ): void {
    const alertId = around.openOf(name, subject)?.id ?? makeAlertId(name, subject, startedAt);
    const { value, at, reason } = ending;
    emitResolved(out, { alertId, name, subject, value, reason, at });
  }

  return {
    take(found, now, out) {
      adoptOpen();
      const byKey = new Map(found.map((one) => [keyOf(one.rule, one.subject), one]));
      for (const { rule, subject } of found) watchedOf(rule, subject);
      for (const [key, one] of watched) {
        const { rule, subject } = one;
        const gone: Trouble = { rule, subject, at: now, holds: false, over: true, value: 0 };
        observe(one, byKey.get(key) ?? gone, out);
        const { condition } = one;
        if (condition.phase === 'idle' && condition.coolUntil <= now && !byKey.has(key)) watched.delete(key);
      }
    },
  };
}
