import { useState, type ReactNode } from 'react';
import type { NoticeAlert } from '../../../http/notice-shapes.ts';
import { momentText } from '../../../http/moment-text.ts';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { broadcastPath } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { detailText } from '../status/element-words.ts';
import { useTick } from '../store/use-session.ts';
import { Button, ChoiceMenu } from '../ui/controls.tsx';
import { Link } from '../ui/link.tsx';
import { askerName, ruleName, severityName } from './alert-words.ts';
import styles from './alerts-page.module.css';

interface AlertRowProps {
  readonly alert: NoticeAlert;
  readonly onChange: () => void;
}

const MUTES = ['60', '480', '1440', '10080'] as const;

/** One alert: what, where, since when, and what can be done about its notices. */
export function AlertRow({ alert, onChange }: AlertRowProps): ReactNode {
  const { t, language } = useWords();
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const name = ruleName(alert.rule, t);
  const where = alert.channelId === '' ? alert.subject : alert.channelId;
  // A mute runs out while the page stands open.
  const now = useTick(10_000);
  const mutedUntil = alert.mutedUntil !== null && alert.mutedUntil > now ? alert.mutedUntil : null;
  const muted = mutedUntil !== null;
  const open = alert.resolvedAt === null;

  const act = async (what: Promise<unknown>): Promise<void> => {
    setProblem(null);
    try {
      await what;
      onChange();
    } catch (error) {
      setProblem(problemText(error, t));
    }
  };

  return (
    <li className={styles.alert} data-severity={open ? alert.severity : 'over'} data-testid="alert">
      <div className={styles.what}>
        <h3>{name}</h3>
        <p className={styles.where}>
          {severityName(alert.severity, t)}
          {t('app.separator')}
          {alert.broadcastId === '' ? where : <Link href={broadcastPath(alert.broadcastId)}>{where}</Link>}
        </p>
        <p className={styles.times}>
          {t('alerts.since', { time: momentText(alert.startedAt, { language }) })}
          {alert.resolvedAt !== null &&
            `${t('app.separator')}${t('alerts.until', { time: momentText(alert.resolvedAt, { language }) })}`}
          {alert.acknowledgedAt !== null &&
            `${t('app.separator')}${t('alerts.acknowledged')} (${askerName(alert.acknowledgedBy ?? '', t)})`}
          {muted &&
            `${t('app.separator')}${t('alerts.mutedUntil', { time: momentText(mutedUntil, { language }) })}`}
        </p>
        {alert.detail !== null && <p className={styles.detail}>{detailText(alert.detail, t)}</p>}
        {problem && (
          <p className={styles.problem} role="alert">
            <strong>{problem.what}</strong> {problem.hint}
          </p>
        )}
      </div>
      {open && (
        <div className={styles.actions}>
          {alert.acknowledgedAt === null && (
            <Button
              primary
              aria-label={`${t('alerts.acknowledge')}: ${name}, ${where}`}
              onClick={() => void act(api.acknowledge(alert.id))}
            >
              {t('alerts.acknowledge')}
            </Button>
          )}
          {muted ? (
            <Button onClick={() => void act(api.mute(alert.id, 0))}>{t('alerts.unmute')}</Button>
          ) : (
            <ChoiceMenu
              trigger={
                <Button aria-label={`${t('alerts.mute')}: ${name}, ${where}`}>{t('alerts.mute')}</Button>
              }
              value=""
              options={MUTES.map((value) => ({ value, text: t(`alerts.muteFor.${value}`) }))}
              onChange={(minutes) => void act(api.mute(alert.id, Number(minutes)))}
            />
          )}
        </div>
      )}
    </li>
  );
}
