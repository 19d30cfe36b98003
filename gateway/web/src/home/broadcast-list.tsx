import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { isOver } from '../../../http/broadcast-states.ts';
import type { Broadcast } from '../../../http/contract.ts';
import { broadcastPath } from '../app/router.ts';
import { formatAgo, formatMoment } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { failureText } from '../shell/failure-words.ts';
import { platformName } from '../shell/state-words.ts';
import { useTick } from '../store/use-session.ts';
import { Link } from '../ui/link.tsx';
import { MoodBar } from '../ui/mood-bar.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import styles from './broadcast-list.module.css';
import { Sparkline } from './sparkline.tsx';

/** Running broadcasts first, then the newest. */
function inOrder(broadcasts: readonly Broadcast[]): readonly Broadcast[] {
  const over = (broadcast: Broadcast): number => (isOver(broadcast.state) ? 1 : 0);
  return [...broadcasts].sort((a, b) => over(a) - over(b) || b.startedAt - a.startedAt);
}

export function BroadcastList({ broadcasts }: { broadcasts: readonly Broadcast[] }): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles.list} role="table" aria-label={t('home.broadcasts')}>
      <div role="rowgroup">
        <div className={styles.head} role="row">
          <span role="columnheader">{t('home.channel')}</span>
          <span role="columnheader">{t('home.state')}</span>
          <span role="columnheader">{t('home.lastMessage')}</span>
          <span role="columnheader" className={styles.right}>
            {t('home.rate')}
          </span>
          <span role="columnheader">{t('home.lastHour')}</span>
          <span role="columnheader">{t('home.mood')}</span>
        </div>
      </div>
      <div role="rowgroup">
        {inOrder(broadcasts).map((broadcast) => (
          <Row key={broadcast.id} broadcast={broadcast} />
        ))}
      </div>
    </div>
  );
}

function Row({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const { t, language, number, percent } = useWords();
  const now = useTick(1_000);
  const { sparkline, mood, lastMessageAt } = broadcast;
  const over = isOver(broadcast.state);
  return (
    <div className={styles.row} role="row" data-over={over}>
      <span className={styles.channel} role="cell">
        <PlatformMark platform={broadcast.platform} size={24} />
        <span className={styles.names}>
          <Link href={broadcastPath(broadcast.id)} className={styles.link}>
            {broadcast.title ?? broadcast.channel}
          </Link>
          <span className={styles.sub}>
            {platformName(broadcast.platform, t)} · {broadcast.channel} ·{' '}
            {t('home.started', { when: formatMoment(broadcast.startedAt, language) })}
          </span>
        </span>
      </span>
      <span className={styles.state} role="cell">
        <StatePill
          state={broadcast.state}
          detail={broadcast.state === 'failed' ? failureText(broadcast.reason, t) : undefined}
        />
      </span>
      <span className={styles.age} role="cell">
        {lastMessageAt === null ? t('status.noMessage') : formatAgo(now - lastMessageAt, language)}
      </span>
      <span className={styles.rate} role="cell">
        {over ? '–' : number(broadcast.messagesPerSecond, 1)}
      </span>
      <span className={styles.spark} role="cell">
        <Sparkline
          values={sparkline}
          label={t('home.sparkline', {
            peak: number(Math.max(0, ...sparkline)),
            now: number(sparkline.at(-1) ?? 0),
          })}
        />
      </span>
      <span className={styles.mood} role="cell">
        <MoodBar
          value={mood}
          label={mood === null ? t('now.words.silent') : t('chat.moodOf', { percent: percent(mood) })}
        />
        <span aria-hidden>{mood === null ? '–' : percent(mood)}</span>
      </span>
      <ChevronRight size={16} aria-hidden className={styles.chevron} />
    </div>
  );
}
