import { applyAlertRuleEdit, type AlertRuleEdit } from '../../../http/alert-rule-edits.ts';
import type { AlertRulesAnswer } from '../../../http/contract.ts';
import { api } from '../api/client.ts';
import { useEdited, type Edited } from '../rules/use-edited.ts';

/**
 * The rules of alerts, and how to change them.
 * @param toldVersion the version that the server told last: where it is a newer one they are asked for again
 */
export function useAlertRules(toldVersion: number): Edited<AlertRulesAnswer, AlertRuleEdit> {
  return useEdited({
    load: (signal) => api.alertRules(signal),
    save: (on, edit: AlertRuleEdit) => api.setAlertRules(applyAlertRuleEdit(on.changes, edit), on.version),
    isNewer: (known, loaded) => known.version > loaded.version,
    key: toldVersion,
  });
}
