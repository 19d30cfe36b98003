import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { EmotionStrip } from './emotion-strip.tsx';
import { MoodGauge } from './mood-gauge.tsx';
import type { MoodReading } from './mood.ts';
import styles from './now-column.module.css';
import panel from './panel.module.css';

/** Mood and emotions of the last minute. */
export function MoodPanel({ reading }: { reading: MoodReading }): ReactNode {
  const { t } = useWords();
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
