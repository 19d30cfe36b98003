import type { ReactNode } from 'react';
import type { FeelCheckAnswer } from '../../../http/contract.ts';
import { EMOTION_NAMES_KO, EMOTIONS } from '../../../../language/types.ts';
import { useWords } from '../i18n/index.ts';
import { EmotionIcon, emotionName, otherEmotionName } from '../ui/emotions.tsx';
import styles from './feeling-result.module.css';
import { emotionNamed } from './named-emotion.ts';

/** The emotion that was found, and how near the others are. */
export function FeelingResult({ answer }: { answer: FeelCheckAnswer }): ReactNode {
  const { t, language, percent } = useWords();
  const found = emotionNamed(answer.result);
  if (!found) return null;
  const score = (emotion: typeof found): number => answer.scores[EMOTION_NAMES_KO[emotion]] ?? 0;
  const ranked = EMOTIONS.toSorted((a, b) => score(b) - score(a));
  return (
    <section className={styles.result} aria-label={t('feel.result')} data-testid="feeling">
      <div className={styles.found}>
        <span className={styles.sign}>
          <EmotionIcon emotion={found} size={56} />
        </span>
        <p className={styles.name}>{emotionName(found, language)}</p>
        <p className={styles.other}>
          {otherEmotionName(found, language)} · {percent(score(found))}
        </p>
      </div>
      <ul className={styles.scores} aria-label={t('feel.scores')}>
        {ranked.map((emotion) => (
          <li key={emotion}>
            <EmotionIcon emotion={emotion} />
            <span className={styles.label}>{emotionName(emotion, language)}</span>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${score(emotion) * 100}%`, background: `var(--${emotion})` }} />
            </span>
            <span className={styles.share}>{percent(score(emotion))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
