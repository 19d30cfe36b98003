import type { ReactNode } from 'react';
import { EMOTIONS } from '../../../../language/types.ts';
import { formatClock, formatDuration } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { failureText } from '../shell/failure-words.ts';
import { useSessionView } from '../store/use-session.ts';
import { MINUTE, sumWindows } from '../store/window-series.ts';
import { buttonClass } from '../ui/controls.tsx';
import { EmotionIcon, emotionName } from '../ui/emotions.tsx';
import { Link } from '../ui/link.tsx';
import styles from './ended-summary.module.css';

/** What is left to say when a broadcast is over: its figures, and the way home. */
export function EndedSummary(): ReactNode {
  const { t, language, number, percent } = useWords();
  const ended = useSessionView((view) => view.ended);
  const source = useSessionView((view) => view.source);
  const windows = useSessionView((view) => view.windows);
  if (!ended || !source) return null;

  const minutes = windows.range(MINUTE);
  const totals = sumWindows(minutes);
  // A recording tells its own times; the capture of a live show has been there all along.
  const recorded = source.platform === 'replay';
  const from = (recorded ? minutes[0]?.start : undefined) ?? source.startedAt;
  const last = recorded ? minutes.at(-1) : undefined;
  const to = last ? last.start + last.size : ended.at;
  const rated = totals.positive + totals.negative;
  const main = [...EMOTIONS].sort((a, b) => totals.emotions[b] - totals.emotions[a])[0];
  const failed = source.state === 'failed';
  return (
    <section className={styles.summary} aria-label={t('ended.title')} data-testid="ended">
      <div className={styles.what}>
        <h2>{t(failed ? 'ended.failed' : ended.reason === 'stopped' ? 'ended.stopped' : 'ended.title')}</h2>
        {failed && <p>{failureText(source.reason, t)}</p>}
        <p>
          {t('ended.span', {
            from: formatClock(from, language),
            to: formatClock(to, language),
          })}
        </p>
      </div>
      <dl className={styles.figures}>
        <Figure name={t('ended.duration')} value={formatDuration(to - from, language)} />
        <Figure name={t('ended.messages')} value={number(totals.messages)} />
        <Figure name={t('ended.positive')} value={rated > 0 ? percent(totals.positive / rated) : '–'} />
        <Figure name={t('ended.negative')} value={rated > 0 ? percent(totals.negative / rated) : '–'} />
        <Figure name={t('ended.profane')} value={number(totals.profane)} />
        {main && totals.messages > 0 && (
          <Figure
            name={t('ended.emotion')}
            value={
              <>
                <EmotionIcon emotion={main} />
                {emotionName(main, language)}
              </>
            }
          />
        )}
        {totals.busiest && (
          <Figure name={t('ended.peak')} value={formatClock(totals.busiest.start, language)} />
        )}
      </dl>
      <Link href="/" className={buttonClass(true)}>
        {t('ended.home')}
      </Link>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
