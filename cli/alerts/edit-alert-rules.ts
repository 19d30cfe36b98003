import { changeOnTheirs } from '../../gateway/http/change-on-theirs.ts';
import { applyAlertRuleEdit, withThreshold } from '../../gateway/http/alert-rule-edits.ts';
import type { AlertRulesAnswer } from '../../gateway/http/contract.ts';
import type { AlertRule, AlertRuleName } from '../../core/alerts/rule.ts';
import { ServerProblem, type ServerClient } from '../client/server-client.ts';

/**
 * Changes a rule of alerts, or takes it back to its default where no settings are given; where others change the rules
 * meanwhile, on theirs. A threshold takes the one of the end with it, unless that is given too.
 * @throws ServerProblem CHATPULSE_ALERT_RULES_CHANGED where others keep doing so, or as the server refuses the settings
 */
export async function editAlertRules(
  client: Pick<ServerClient, 'alertRules' | 'setAlertRules'>,
  name: AlertRuleName,
  settings: Partial<AlertRule> | null,
): Promise<AlertRulesAnswer> {
  return changeOnTheirs({
    load: () => client.alertRules(),
    save: (known) => {
      const now = known.rules.find((rule) => rule.name === name)?.now;
      const { threshold } = settings ?? {};
      const wanted =
        settings && now && threshold !== undefined
          ? { ...withThreshold(now, threshold), ...settings }
          : settings;
      return client.setAlertRules(
        applyAlertRuleEdit(known.changes, { name, settings: wanted }),
        known.version,
      );
    },
    isLate: (error) => error instanceof ServerProblem && error.code === 'CHATPULSE_ALERT_RULES_CHANGED',
  });
}
