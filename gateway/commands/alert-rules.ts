import type { AlertBook } from '../../core/alerts/alert-book.ts';
import { isSameChange, tidyChanges } from '../../core/alerts/check-changes.ts';
import type { AlertRuleSet } from '../../core/alerts/rule-set.ts';
import type { AlertRuleChanges } from '../../core/alerts/rule.ts';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { Asker } from '../http/askers.ts';
import { replaceSeen } from './replace-seen.ts';

export interface AlertRuleCommands {
  /** The rules as they hold, after everything that was in the log before. */
  get(): Promise<AlertRuleSet>;
  /**
   * Replaces what differs from the defaults; `seen` is the version that the wish is an answer to, undefined where it
   * replaces whatever is there. Rules that are as wanted already stay as they are.
   * @throws ChatpulseError CHATPULSE_ALERT_RULES_CHANGED where others hold by now
   */
  set(changes: AlertRuleChanges, seen: number | undefined, by: Asker): Promise<AlertRuleSet>;
}

/** Commands become events. */
export function createAlertRuleCommands(options: {
  readonly alerts: AlertBook;
  readonly clock: Clock;
}): AlertRuleCommands {
  const { alerts, clock } = options;
  return {
    get: async () => {
      await alerts.caughtUp();
      return alerts.rules;
    },
    set: async (wanted, seen, by) => {
      await alerts.caughtUp();
      const rules = JSON.stringify(tidyChanges(wanted));
      return replaceSeen({
        now: () => alerts.rules,
        isAsWanted: (now) => isSameChange(now.changes, wanted),
        seen,
        record: (version) => alerts.recordRules({ version, rules, at: clock.now(), by }),
        late: changed,
      });
    },
  };
}

function changed({ version }: AlertRuleSet): ChatpulseError {
  return new ChatpulseError('CHATPULSE_ALERT_RULES_CHANGED', {
    message: `The rules of alerts are at version ${version} now.`,
  });
}
