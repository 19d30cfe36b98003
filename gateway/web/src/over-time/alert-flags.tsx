import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NoticeAlert } from '../../../http/notice-shapes.ts';
import { ruleName, severityName } from '../alerts/alert-words.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import styles from './alert-flags.module.css';

/** The flags of the mood chart as a list: each leads to the messages of its minute. */
export function AlertFlags({
  alerts,
  onPick,
}: {
  /** Those in sight, in the order in which they were raised. */
  readonly alerts: readonly NoticeAlert[];
  /** ms since 1970. */
  readonly onPick: (at: number) => void;
}): ReactNode {
  const { t, language } = useWords();
  if (alerts.length === 0) return null;
  return (
    <ul className={styles.flags} aria-label={t('time.flags')}>
      {alerts.map((alert) => {
        const time = formatClock(alert.startedAt, language);
        const name = ruleName(alert.rule, t);
        return (
          <li key={alert.id}>
            <button
              type="button"
              data-severity={alert.severity}
              aria-label={t('time.openFlag', { time, name, severity: severityName(alert.severity, t) })}
              onClick={() => onPick(alert.startedAt)}
            >
              <Flag size={12} aria-hidden /> {time} {name}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
