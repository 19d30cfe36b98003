import { useState, type ReactNode } from 'react';
import type { Notices, TestOutcomes } from '../../../http/notice-shapes.ts';
import { momentText } from '../../../http/moment-text.ts';
import type { TFunction } from 'i18next';
import { api } from '../api/client.ts';
import type { Language } from '../app/preferences.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { useWords } from '../i18n/index.ts';
import { Button } from '../ui/controls.tsx';
import { askerName, noticeName, ruleName } from './alert-words.ts';
import styles from './alerts-page.module.css';

/** A notice, or what somebody did about an alert. */
interface LogLine {
  readonly key: string;
  readonly at: number;
  readonly alert: string;
  /** The destination, or by what way somebody did it. */
  readonly where: string;
  readonly outcome: string;
  readonly text: string;
  readonly reason: string | null;
}

/** The newest first. */
function linesOf({ deliveries, acts }: Notices, t: TFunction, language: Language): LogLine[] {
  const lines = [
    ...deliveries.map(({ alertId, rule, notice, destination, outcome, attempts, reason, at }) => ({
      key: `${alertId} ${notice} ${destination} ${at}`,
      at,
      alert: rule === '' ? noticeName(notice, t) : `${ruleName(rule, t)} (${noticeName(notice, t)})`,
      where: destination,
      outcome,
      text: t(`alerts.outcomes.${outcome}`, { formatted: attempts }),
      reason,
    })),
    ...acts.map(({ alertId, rule, kind, by, at, until }) => ({
      key: `${alertId} ${kind} ${at}`,
      at,
      alert: ruleName(rule, t),
      where: askerName(by, t),
      outcome: kind,
      text: t(`alerts.acts.${kind}`, { time: until === null ? '' : momentText(until, { language }) }),
      reason: null,
    })),
  ];
  return lines.sort((a, b) => b.at - a.at);
}

/** Where notices go, whether they arrive, and what became of the latest. */
export function DeliveryLog({
  notices,
  onTested,
}: {
  readonly notices: Notices;
  /** A test was sent: it is in the log now. */
  readonly onTested: () => void;
}): ReactNode {
  const { t, language } = useWords();
  const lines = linesOf(notices, t, language);
  return (
    <section aria-labelledby="deliveries">
      <div className={styles.bar}>
        <h2 className={styles.heading} id="deliveries">
          {t('alerts.deliveries')}
        </h2>
        {notices.destinations.length > 0 && <TestNotice onTested={onTested} />}
      </div>
      {notices.destinations.length === 0 && <p className={styles.empty}>{t('alerts.noDestinations')}</p>}
      {lines.length === 0 ? (
        <p className={styles.empty}>{t('alerts.noDeliveries')}</p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-labelledby="deliveries">
          <table className={styles.log}>
            <thead>
              <tr>
                <th scope="col">{t('alerts.time')}</th>
                <th scope="col">{t('alerts.alert')}</th>
                <th scope="col">{t('alerts.destination')}</th>
                <th scope="col">{t('alerts.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((one) => (
                <tr key={one.key}>
                  <td>{momentText(one.at, { language })}</td>
                  <td>{one.alert}</td>
                  <td>{one.where}</td>
                  <td data-outcome={one.outcome}>
                    {one.text}
                    {one.reason !== null && <span className={styles.reason}>{one.reason}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function TestNotice({ onTested }: { readonly onTested: () => void }): ReactNode {
  const { t, number } = useWords();
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<TestOutcomes['outcomes']>([]);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  const test = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    setOutcomes([]);
    try {
      setOutcomes((await api.testNotices()).outcomes);
    } catch (error) {
      setProblem(problemText(error, t));
    } finally {
      setBusy(false);
      onTested();
    }
  };

  return (
    <>
      <Button disabled={busy} onClick={() => void test()}>
        {busy ? t('alerts.testing') : t('alerts.test')}
      </Button>
      <div role="status" className={styles.outcomes}>
        <ul>
          {problem && (
            <li className={styles.problem}>
              <strong>{problem.what}</strong> {problem.hint}
            </li>
          )}
          {outcomes.map(({ destination, delivered, said, ms }) => (
            <li key={destination} data-outcome={delivered ? 'delivered' : 'failed'}>
              {t(delivered ? 'alerts.testTaken' : 'alerts.testRefused', {
                destination,
                said,
                seconds: number(ms / 1_000, 1),
              })}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
