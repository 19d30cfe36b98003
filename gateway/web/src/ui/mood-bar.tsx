import type { ReactNode } from 'react';
import styles from './mood-bar.module.css';

interface MoodBarProps {
  /** 0 all negative, 0.5 even, 1 all positive; null unknown. */
  readonly value: number | null;
  /** Left out where what is around it says the same. */
  readonly label?: string;
}

/** A thin bar filled from its middle: to the left negative, to the right positive. */
export function MoodBar({ value, label }: MoodBarProps): ReactNode {
  const side = value === null ? 'none' : value >= 0.5 ? 'positive' : 'negative';
  const share = value === null ? 0 : Math.abs(value - 0.5) * 100;
  return (
    <span
      className={styles.bar}
      {...(label === undefined
        ? { 'aria-hidden': true }
        : { role: 'img', 'aria-label': label, title: label })}
    >
      <span
        className={styles.fill}
        data-side={side}
        style={
          side === 'positive' ? { left: '50%', width: `${share}%` } : { right: '50%', width: `${share}%` }
        }
      />
    </span>
  );
}
