import type { ReactNode } from 'react';
import { EMOTIONS } from '../../../../language/types.ts';
import { useWords } from '../i18n/index.ts';
import type { MoodReading } from '../now/mood.ts';
import { moodWord } from '../now/mood.ts';
import { platformName } from '../shell/state-words.ts';
import type { AudienceFigures, Figures } from '../store/audience-figures.ts';
import { EmotionIcon, emotionName } from '../ui/emotions.tsx';
import { MoodBar } from '../ui/mood-bar.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import styles from './figure-table.module.css';

/** The last minute of each platform and of all together, side by side. */
export function FigureTable({ figures }: { figures: AudienceFigures }): ReactNode {
  const { t } = useWords();
  return (
    <table className={styles.table} data-testid="figures">
      <caption className="visually-hidden">{t('group.figures')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('group.platform')}</th>
          <th scope="col" className={styles.number}>
            {t('group.perMinute')}
          </th>
          <th scope="col">{t('now.mood')}</th>
          <th scope="col">{t('now.emotions')}</th>
        </tr>
      </thead>
      <tbody>
        {figures.platforms.map((one) => (
          <Row key={one.platform} figures={one} />
        ))}
        <Row figures={figures.together} />
      </tbody>
    </table>
  );
}

function Row({ figures }: { figures: Figures }): ReactNode {
  const { t, number, language } = useWords();
  const { platform, reading } = figures;
  const emotion = mainEmotion(reading);
  const word = t(`now.words.${moodWord(reading.mood)}`);
  return (
    <tr data-platform={platform ?? 'together'}>
      <th scope="row">
        <span className={styles.name}>
          {platform !== null && <PlatformMark platform={platform} />}
          {platform === null ? t('group.together') : platformName(platform, t)}
        </span>
      </th>
      <td className={styles.number}>{number(reading.messages)}</td>
      <td>
        <span className={styles.mood}>
          <MoodBar value={reading.mood === null ? null : reading.mood / 200 + 0.5} />
          {word}
        </span>
      </td>
      <td>
        {emotion ? (
          <span className={styles.name}>
            <EmotionIcon emotion={emotion} size={14} />
            {emotionName(emotion, language)}
          </span>
        ) : (
          '–'
        )}
      </td>
    </tr>
  );
}

function mainEmotion({ emotions }: MoodReading): (typeof EMOTIONS)[number] | undefined {
  const most = Math.max(...emotions);
  return most > 0 ? EMOTIONS[emotions.indexOf(most)] : undefined;
}
