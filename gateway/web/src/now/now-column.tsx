import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { useSession, useTick } from '../store/use-session.ts';
import columns from '../ui/column.module.css';
import { EmotionStrip } from './emotion-strip.tsx';
import { MoodGauge } from './mood-gauge.tsx';
import styles from './now-column.module.css';
import panel from './panel.module.css';
import { PaidList } from './paid-list.tsx';
import { WordCloud } from './word-cloud.tsx';

/** How the chat is now: mood, emotions, words, money. */
export function NowColumn(): ReactNode {
  const { t } = useWords();
  return (
    <section className={columns.column} aria-label={t('now.title')}>
      <div className={columns.toolbar}>
        <h2 className={columns.heading}>{t('now.title')}</h2>
        <span className={columns.aside}>{t('now.lastMinute')}</span>
      </div>
      <div className={styles.parts}>
        <Mood />
        <WordCloud />
        <PaidList />
      </div>
    </section>
  );
}

const READ_EVERY_MS = 1_000;

function Mood(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  useTick(READ_EVERY_MS);
  const reading = session.mood();
  return (
    <>
      <div className={panel.head}>
        <h3>{t('now.mood')}</h3>
      </div>
      <MoodGauge reading={reading} />
      <div className={styles.emotions}>
        <div className={panel.head}>
          <h3>{t('now.emotions')}</h3>
          {reading.messages === 0 && <span className={panel.aside}>{t('now.emotionsEmpty')}</span>}
        </div>
        <EmotionStrip counts={reading.emotions} />
      </div>
    </>
  );
}
