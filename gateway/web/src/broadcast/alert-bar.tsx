import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ruleName, severityName } from '../alerts/alert-words.ts';
import { ALERTS_PATH } from '../app/router.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { useSessionView } from '../store/use-session.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Link } from '../ui/link.tsx';
import styles from './alert-bar.module.css';

/** More at once would push the chat away; the rest is a link away. */
const MOST_SHOWN = 2;

/** What is wrong with this broadcast and nobody looks after yet. It is read out when it comes, and can be put away. */
export function AlertBar(): ReactNode {
  const { t, language } = useWords();
  const alerts = useSessionView((view) => view.alerts);
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const shown = alerts
    .filter((one) => one.resolvedAt === null && one.acknowledgedAt === null && !away.has(one.id))
    .slice(-MOST_SHOWN)
    .reverse();
  return (
    <div role="status" aria-live="polite" className={styles.place} data-testid="alert-bar">
      {shown.map((alert) => {
        const name = ruleName(alert.rule, t);
        return (
          <div key={alert.id} className={styles.bar} data-severity={alert.severity}>
            <span>
              <strong>{severityName(alert.severity, t)}</strong> {name}{' '}
              <span className={styles.since}>
                {t('alerts.since', { time: formatClock(alert.startedAt, language) })}
              </span>
            </span>
            <Link href={ALERTS_PATH}>{t('alerts.seeAll')}</Link>
            <IconButton
              label={t('alerts.putAway', { name })}
              onClick={() => setAway(new Set([...away, alert.id]))}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        );
      })}
    </div>
  );
}
