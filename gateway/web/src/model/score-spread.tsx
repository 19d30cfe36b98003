import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import styles from './model-charts.module.css';

export interface Spread {
  readonly kind: 'training' | 'hour' | 'day';
  readonly counts: readonly number[];
}

const HEIGHT = 140;
const WIDTH = 640;

/** The spreads of scores side by side, each as shares of its own texts. */
export function ScoreSpread({
  spreads,
  names,
}: {
  readonly spreads: readonly Spread[];
  /** What each bin stands for. */
  readonly names: readonly string[];
}): ReactNode {
  const { t } = useWords();
  const shares = spreads.map(({ kind, counts }) => ({ kind, shares: sharesOf(counts) }));
  const highest = Math.max(0.01, ...shares.flatMap((one) => one.shares));
  const step = WIDTH / names.length;
  const bar = (step * 0.8) / Math.max(1, shares.length);
  return (
    <figure className={styles.spread}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 20}`}
        role="img"
        aria-label={t('models.driftChart')}
        preserveAspectRatio="none"
      >
        <line className={styles.grid} x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        {shares.map((one, series) =>
          one.shares.map((share, bin) => {
            const height = (share / highest) * (HEIGHT - 8);
            return (
              <rect
                key={`${one.kind} ${names[bin]}`}
                className={styles.bar}
                data-series={one.kind}
                x={bin * step + step * 0.1 + series * bar}
                y={HEIGHT - height}
                width={bar}
                height={height}
              />
            );
          }),
        )}
      </svg>
      <figcaption className={styles.legend}>
        {spreads.map(({ kind }) => (
          <span key={kind} data-series={kind}>
            {t(`models.${kind}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (all === 0 ? 0 : count / all));
}
