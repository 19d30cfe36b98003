import type { ReactNode } from 'react';
import { EMOTIONS } from '../../../../language/types.ts';
import type { ChatWindow } from '../../../http/contract.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { EmotionIcon, emotionName } from '../ui/emotions.tsx';
import styles from './minute-table.module.css';

/** More rows than this no reader scrolls through, and a page slows. */
const MOST_ROWS = 720;

interface MinuteTableProps {
  /** One-minute windows, ascending. */
  readonly minutes: readonly ChatWindow[];
  readonly onPick: (minute: number) => void;
}

/** The charts as figures, the newest minute first. */
export function MinuteTable({ minutes, onPick }: MinuteTableProps): ReactNode {
  const { t, language, number } = useWords();
  return (
    <div className={styles.place} tabIndex={0} role="region" aria-label={t('time.table')}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('time.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('time.minute')}</th>
            <th scope="col">{t('time.messages')}</th>
            <th scope="col">{t('time.positive')}</th>
            <th scope="col">{t('time.negative')}</th>
            <th scope="col">{t('time.profane')}</th>
            <th scope="col">{t('time.emotions')}</th>
          </tr>
        </thead>
        <tbody>
          {minutes
            .slice(-MOST_ROWS)
            .toReversed()
            .map((window) => {
              const main = [...EMOTIONS].sort((a, b) => window.emotions[b] - window.emotions[a])[0];
              const time = formatClock(window.start, language);
              return (
                <tr key={window.start}>
                  <th scope="row">
                    <button
                      type="button"
                      aria-label={t('time.openMinute', { time })}
                      onClick={() => onPick(window.start)}
                    >
                      {time}
                    </button>
                  </th>
                  <td>{number(window.messages)}</td>
                  <td>{number(window.positive)}</td>
                  <td>{number(window.negative)}</td>
                  <td>{number(window.profane)}</td>
                  <td>
                    {main && window.messages > 0 && (
                      <span className={styles.emotion}>
                        <EmotionIcon emotion={main} size={14} />
                        {emotionName(main, language)}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}
