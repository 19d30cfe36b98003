import { Film, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './platform-mark.module.css';

const LETTERS: Readonly<Record<string, string>> = {
  twitch: 'T',
  youtube: 'Y',
  chzzk: 'C',
  soop: 'S',
  'naver-shopping': 'N',
};

/** A small sign of a platform: a letter on a ground of its own; no trade mark. */
export function PlatformMark({ platform, size = 16 }: { platform: string; size?: 16 | 24 }): ReactNode {
  const letter = LETTERS[platform];
  const Icon = platform === 'replay' ? Film : Sparkles;
  return (
    <span className={styles.mark} data-platform={platform} data-size={size} aria-hidden>
      {letter ?? <Icon size={size === 16 ? 10 : 16} strokeWidth={2.25} />}
    </span>
  );
}
