import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { useSession, useSessionView } from '../store/use-session.ts';
import { Link } from '../ui/link.tsx';
import styles from './outage-bar.module.css';
import { useOutage } from './use-outage.ts';

/** A thin bar that says what keeps the page from being up to date; the page below stays usable. */
export function OutageBar(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  const outage = useOutage();
  const history = useSessionView((view) => view.history);
  const misunderstood = useSessionView((view) => (view.source?.misunderstood ?? null) !== null);
  const shown = outage !== 'none' ? outage : misunderstood ? 'misunderstood' : history ? null : 'history';
  const away = shown === 'serverAway' || shown === 'sourceAway';
  return (
    <div role="status" className={styles.place}>
      {shown && (
        <div className={styles.bar} data-outage={shown} data-away={away}>
          <span>{t(`connection.${shown}`)}</span>
          {(away || shown === 'reconnecting') && (
            <button type="button" onClick={() => session.retryNow()}>
              {t('app.retry')}
            </button>
          )}
          {away && <Link href="/">{t('app.home')}</Link>}
        </div>
      )}
    </div>
  );
}
