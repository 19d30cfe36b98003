import type { ReactNode } from 'react';
import styles from './sparkline.module.css';

const WIDTH = 120;
const HEIGHT = 24;

interface SparklineProps {
  readonly values: readonly number[];
  readonly label: string;
}

/** Messages per minute of the last hour as a filled line; the newest minute is at the right edge. */
export function Sparkline({ values, label }: SparklineProps): ReactNode {
  const peak = Math.max(1, ...values);
  const step = WIDTH / 59;
  const left = WIDTH - (values.length - 1) * step;
  const points = values.map((value, index) => {
    const x = left + index * step;
    const y = HEIGHT - 1 - (value / peak) * (HEIGHT - 3);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = points.length > 1 ? `M${points.join('L')}` : '';
  return (
    <svg className={styles.sparkline} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path className={styles.base} d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      {line && <path className={styles.area} d={`${line}V${HEIGHT}H${left.toFixed(1)}Z`} />}
      {line && <path className={styles.line} d={line} />}
    </svg>
  );
}
