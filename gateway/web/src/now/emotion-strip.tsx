import type { ReactNode } from 'react';
import { EMOTIONS } from '../../../../language/types.ts';
import { useWords } from '../i18n/index.ts';
import { EmotionIcon, emotionName, otherEmotionName } from '../ui/emotions.tsx';
import styles from './emotion-strip.module.css';

interface EmotionStripProps {
  /** Messages per emotion, in the fixed order. */
  readonly counts: readonly number[];
}

/** The seven emotions as one strip, and beneath it each with icon, both names and share. */
export function EmotionStrip({ counts }: EmotionStripProps): ReactNode {
  const { language, percent } = useWords();
  const total = counts.reduce((sum, count) => sum + count, 0);
  const share = (index: number): number => (total > 0 ? (counts[index] ?? 0) / total : 0);
  const most = Math.max(...counts);
  return (
    <div className={styles.emotions}>
      <div className={styles.strip} aria-hidden>
        {EMOTIONS.map((emotion, index) => (
          <span key={emotion} style={{ flexGrow: share(index), background: `var(--${emotion})` }} />
        ))}
      </div>
      <ul className={styles.list} data-testid="emotions">
        {EMOTIONS.map((emotion, index) => (
          <li key={emotion} data-main={total > 0 && counts[index] === most}>
            <EmotionIcon emotion={emotion} />
            <span className={styles.name}>
              {emotionName(emotion, language)} <span>{otherEmotionName(emotion, language)}</span>
            </span>
            <span className={styles.share}>{total > 0 ? percent(share(index)) : '–'}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
