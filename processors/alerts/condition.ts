import type { AlertRule } from '../../core/alerts/rule.ts';

/** What a detector finds at a moment. Times are ms since 1970 by the log's clock. */
export interface Observation {
  readonly at: number;
  /** The condition holds. */
  readonly holds: boolean;
  /** It is over: weaker than not holding, so that an alert does not flap. */
  readonly over: boolean;
  /** When it began, where the detector knows better than by when it was first found. */
  readonly since?: number;
}

/** One rule about one subject over time. */
export type Condition =
  | { readonly phase: 'idle'; readonly coolUntil: number }
  | { readonly phase: 'pending'; readonly foundAt: number; readonly startedAt: number }
  | {
      readonly phase: 'open';
      readonly startedAt: number;
      readonly raisedAt: number;
      readonly overSince: number | null;
    };

export const IDLE: Condition = { phase: 'idle', coolUntil: -Infinity };

export interface Step {
  readonly condition: Condition;
  readonly action?: 'raise' | 'resolve';
}

/**
 * Hysteresis and cool-down: raised once the condition has held for `forMs`, resolved once it has been over for
 * `resolveMs`, and not raised again before `coolDownMs` have passed. Pure: the same observations give the same steps.
 */
export function stepCondition(condition: Condition, rule: AlertRule, seen: Observation): Step {
  switch (condition.phase) {
    case 'idle': {
      if (!seen.holds || seen.at < condition.coolUntil) return { condition };
      const pending: Condition = { phase: 'pending', foundAt: seen.at, startedAt: seen.since ?? seen.at };
      return raiseWhenHeld(pending, rule, seen);
    }
    case 'pending':
      if (!seen.holds) return { condition: IDLE };
      return raiseWhenHeld(condition, rule, seen);
    case 'open': {
      if (!seen.over)
        return { condition: condition.overSince === null ? condition : { ...condition, overSince: null } };
      const overSince = condition.overSince ?? seen.at;
      if (seen.at - overSince < rule.resolveMs) return { condition: { ...condition, overSince } };
      return { condition: closed(rule, seen.at), action: 'resolve' };
    }
  }
}

/** What is left of a condition whose alert ended at a time. */
export function closed(rule: AlertRule, at: number): Condition {
  return { phase: 'idle', coolUntil: at + rule.coolDownMs };
}

function raiseWhenHeld(
  pending: Extract<Condition, { phase: 'pending' }>,
  rule: AlertRule,
  seen: Observation,
): Step {
  if (seen.at - pending.foundAt < rule.forMs) return { condition: pending };
  return {
    condition: { phase: 'open', startedAt: pending.startedAt, raisedAt: seen.at, overSince: null },
    action: 'raise',
  };
}
