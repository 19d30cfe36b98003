import { Trash2, Users } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { groupPath, navigate, overlayPath } from '../app/router.ts';
import outage from '../broadcast/outage-bar.module.css';
import styles from '../broadcast/status-bar.module.css';
import { useWords } from '../i18n/index.ts';
import { OverlayButton } from '../overlay/overlay-button.tsx';
import { Logo } from '../shell/logo.tsx';
import { PreferenceControls } from '../shell/preference-controls.tsx';
import { Confirm } from '../ui/controls.tsx';
import { iconButtonClass, Tip } from '../ui/icon-button.tsx';
import { Link } from '../ui/link.tsx';
import { Watching } from '../ui/watching.tsx';
import { useAudience, useAudienceView } from './use-audience.ts';

/** The line on top: which group, how fast all together go, and what keeps the page from being up to date. */
export function GroupBar(): ReactNode {
  const { t, number } = useWords();
  const session = useAudience();
  const group = useAudienceView((view) => view.group);
  const perSecond = useAudienceView((view) => view.perSecond);
  const watching = useAudienceView((view) => view.watching);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  const dissolve = async (): Promise<void> => {
    try {
      await api.dissolveGroup(session.name);
      navigate('/');
    } catch (error) {
      setProblem(problemText(error, t));
    }
  };

  return (
    <>
      <header className={styles.bar}>
        <Link href="/" className={styles.home} aria-label={t('app.home')}>
          <Logo />
        </Link>
        <h1 className={styles.title}>
          <Users size={20} aria-hidden />
          <span className="visually-hidden">{t('group.one')} </span>
          <span className={styles.channel}>{session.name}</span>
        </h1>
        <div className={styles.state}>
          {group && t('group.running', { count: group.running, formatted: number(group.running) })}
        </div>
        <div className={styles.figures}>
          <Watching count={watching} className={styles.figure} />
          <Tip text={t('status.rate')}>
            <span className={styles.figure} data-testid="rate">
              <span className="visually-hidden">{t('status.rate')} </span>
              {t('status.rateValue', { value: number(perSecond, 1) })}
            </span>
          </Tip>
        </div>
        <div className={styles.controls}>
          <OverlayButton path={overlayPath(groupPath(session.name))} />
          <Confirm
            trigger={
              <button
                type="button"
                className={iconButtonClass}
                aria-label={t('group.dissolve')}
                title={t('group.dissolve')}
              >
                <Trash2 size={16} aria-hidden />
              </button>
            }
            title={t('group.dissolveTitle')}
            text={t('group.dissolveText')}
            cancel={t('app.cancel')}
            confirm={t('group.dissolve')}
            onConfirm={() => void dissolve()}
          />
          <PreferenceControls />
        </div>
      </header>
      <div role="status" className={outage.place}>
        <Outage problem={problem} />
      </div>
    </>
  );
}

function Outage({ problem }: { problem: ProblemText | null }): ReactNode {
  const { t } = useWords();
  const session = useAudience();
  const lost = useAudienceView((view) => view.connection === 'reconnecting');
  if (!lost && !problem) return null;
  return (
    <div className={outage.bar} data-outage="reconnecting">
      <span>{problem ? `${problem.what} ${problem.hint ?? ''}` : t('connection.reconnecting')}</span>
      {lost && (
        <button type="button" onClick={() => session.retryNow()}>
          {t('app.retry')}
        </button>
      )}
    </div>
  );
}
