import { useState, type ReactNode } from 'react';
import type { AlertRuleEdit } from '../../../http/alert-rule-edits.ts';
import { momentText } from '../../../http/moment-text.ts';
import { ApiError } from '../api/client.ts';
import { problemText } from '../app/problem-text.ts';
import { useWords } from '../i18n/index.ts';
import { askerName, ruleName } from './alert-words.ts';
import { RuleForm } from './rule-form.tsx';
import page from './alerts-page.module.css';
import styles from './rules-editor.module.css';
import { useAlertRules } from './use-alert-rules.ts';

/** When alerts are raised: every rule, with what may be changed of it. */
export function RulesEditor({ toldVersion }: { readonly toldVersion: number }): ReactNode {
  const { t, language } = useWords();
  const { rules, error, edit } = useAlertRules(toldVersion);
  /** What was done last, for those who do not see the form change. */
  const [done, setDone] = useState('');
  const make = async (wanted: AlertRuleEdit): Promise<boolean> => {
    const made = await edit(wanted);
    setDone(made ? t('alerts.ruleSaved', { name: ruleName(wanted.name, t) }) : '');
    return made;
  };
  return (
    <section aria-labelledby="rules">
      <h2 className={page.heading} id="rules">
        {t('alerts.rulesTitle')}
      </h2>
      <p className={styles.about}>{t('alerts.rulesAbout')}</p>
      {rules && rules.changedAt !== null && (
        <p className={styles.about}>
          {t('alerts.rulesChanged', {
            time: momentText(rules.changedAt, { language }),
            by: askerName(rules.changedBy, t),
          })}
        </p>
      )}
      {error !== null && (
        <p role="alert" className={styles.problem}>
          <EditProblem error={error} />
        </p>
      )}
      {!rules && error === null && <p className={styles.about}>{t('app.loading')}</p>}
      <ul className={styles.rules}>
        {rules?.rules.map((rule) => (
          <li key={rule.name}>
            <RuleForm rule={rule} changed={rules.changes[rule.name] !== undefined} onEdit={make} />
          </li>
        ))}
      </ul>
      <p role="status" className={done === '' ? 'visually-hidden' : styles.about}>
        {done}
      </p>
    </section>
  );
}

function EditProblem({ error }: { readonly error: unknown }): ReactNode {
  const { t } = useWords();
  // Of a request that does not fit, the table of problems speaks for addresses; the server names the setting.
  if (error instanceof ApiError && error.problem?.code === 'CHATPULSE_REQUEST_INVALID')
    return `${t('alerts.ruleInvalid')} ${error.problem.errors?.map(({ message }) => message).join(' ') ?? ''}`;
  const { what, hint } = problemText(error, t);
  return `${what} ${hint}`;
}
