import { ChevronRight } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { withThreshold, type AlertRuleEdit } from '../../../http/alert-rule-edits.ts';
import type { DescribedAlertRule } from '../../../http/contract.ts';
import { useWords } from '../i18n/index.ts';
import { Button, Segmented, Switch } from '../ui/controls.tsx';
import { ruleName, severityName } from './alert-words.ts';
import { draftOf, settingsOf, type RuleDraft } from './rule-draft.ts';
import styles from './rules-editor.module.css';

const SEVERITIES = ['info', 'warning', 'critical'] as const;

interface RuleFormProps {
  readonly rule: DescribedAlertRule;
  /** It differs from its default. */
  readonly changed: boolean;
  readonly onEdit: (edit: AlertRuleEdit) => Promise<boolean>;
}

/** One rule: closed it says how it holds, open it is a form. */
export function RuleForm({ rule, changed, onEdit }: RuleFormProps): ReactNode {
  const { t, language } = useWords();
  const id = useId();
  /** What was entered and not saved; changes by others show through where nothing was. */
  const [entered, setEntered] = useState<Partial<RuleDraft>>({});
  const draft = { ...draftOf(rule), ...entered };
  const name = ruleName(rule.name, t);
  const enter = (change: Partial<RuleDraft>): void => setEntered({ ...entered, ...change });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const { threshold, ...settings } = settingsOf(draft, rule);
    const thresholds = threshold === rule.now.threshold ? {} : withThreshold(rule.now, threshold);
    void onEdit({ name: rule.name, settings: { ...settings, ...thresholds } }).then((done) => {
      if (done) setEntered({});
    });
  };
  const threshold = Number(draftOf(rule).threshold);
  const unit = t(`alerts.units.${rule.measure}`);
  return (
    <details className={styles.rule} data-testid="alert-rule" data-rule={rule.name}>
      <summary>
        <ChevronRight size={16} className={styles.mark} aria-hidden />
        <span className={styles.name}>{name}</span>
        <span className={styles.summary}>
          {rule.now.enabled
            ? `${severityName(rule.now.severity, t)}${t('app.separator')}${t(`alerts.measured.${rule.measure}`, { count: threshold, value: new Intl.NumberFormat(language).format(threshold) })}`
            : t('alerts.ruleOff')}
          {changed && `${t('app.separator')}${t('alerts.ruleChanged')}`}
        </span>
      </summary>
      <form className={styles.form} onSubmit={save} aria-label={name}>
        <Switch checked={draft.enabled} onChange={(enabled) => enter({ enabled })}>
          {t('alerts.ruleOn')}
        </Switch>
        <Segmented
          label={t('alerts.severity')}
          value={draft.severity}
          options={SEVERITIES.map((value) => ({ value, text: severityName(value, t) }))}
          onChange={(severity) => enter({ severity })}
        />
        <div className={styles.field}>
          <label htmlFor={`${id}threshold`}>{t('alerts.threshold')}</label>
          <input
            id={`${id}threshold`}
            type="number"
            min={0}
            step="any"
            required
            aria-describedby={`${id}unit`}
            value={draft.threshold}
            onChange={(event) => enter({ threshold: event.target.value })}
          />
          <span id={`${id}unit`} className={styles.unit}>
            {unit}
          </span>
        </div>
        {rule.about !== 'system' && (
          <div className={styles.field} data-wide>
            <label htmlFor={`${id}channels`}>{t('alerts.channels')}</label>
            <input
              id={`${id}channels`}
              type="text"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="twitch-somebody, chzzk-somebody"
              aria-describedby={`${id}about-channels`}
              value={draft.channels}
              onChange={(event) => enter({ channels: event.target.value })}
            />
            <span id={`${id}about-channels`} className={styles.unit}>
              {t('alerts.channelsAbout')}
            </span>
          </div>
        )}
        <div className={styles.actions}>
          <Button primary type="submit" disabled={Object.keys(entered).length === 0}>
            {t('alerts.saveRule')}
          </Button>
          {changed && (
            <Button
              onClick={() => {
                setEntered({});
                void onEdit({ name: rule.name, settings: null });
              }}
            >
              {t('alerts.resetRule')}
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
