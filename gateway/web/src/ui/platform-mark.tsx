import { Film, Sparkles, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './platform-mark.module.css';

const LETTERS: Readonly<Record<string, string>> = {
  twitch: 'T',
  youtube: 'Y',
  chzzk: 'C',
  soop: 'S',
  'naver-shopping': 'N',
  replay: 'R',
  demo: 'D',
};

/** Ours have pictures where there is room for them; in a line of chat a letter is drawn faster. */
const ICONS: Readonly<Record<string, LucideIcon>> = { replay: Film, demo: Sparkles };

/** A small sign of a platform: a letter on a ground of its own; no trade mark. */
export function PlatformMark({ platform, size = 16 }: { platform: string; size?: 16 | 24 }): ReactNode {
  const Icon = ICONS[platform];
  return (
    <span className={styles.mark} data-platform={platform} data-size={size} aria-hidden>
      {Icon && size === 24 ? <Icon size={16} strokeWidth={2.25} /> : (LETTERS[platform] ?? '?')}
    </span>
  );
}
