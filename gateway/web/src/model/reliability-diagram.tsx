import type { ReactNode } from 'react';
import type { ModelReport } from '../../../../language/reports/report.ts';
import { useWords } from '../i18n/index.ts';
import styles from './model-charts.module.css';

const SIZE = 240;
const EDGE = 36;
const TICKS = [0, 0.5, 1];

/** Probability given against the share that was right; a dot is the larger, the more texts are in its bin. */
export function ReliabilityDiagram({
  calibration,
}: {
  readonly calibration: ModelReport['calibration'];
}): ReactNode {
  const { t, percent } = useWords();
  const x = (share: number): number => EDGE + share * SIZE;
  const y = (share: number): number => 8 + (1 - share) * SIZE;
  const filled = calibration.filter(({ rows }) => rows > 0);
  const most = Math.max(1, ...filled.map(({ rows }) => rows));
  return (
    <svg
      className={styles.reliability}
      viewBox={`0 0 ${SIZE + EDGE + 16} ${SIZE + 36}`}
      role="img"
      aria-label={t('models.calibrationChart')}
    >
      {TICKS.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
          <line className={styles.grid} x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
          <text className={styles.tick} x={x(0) - 6} y={y(tick) + 4} textAnchor="end">
            {percent(tick)}
          </text>
          <text className={styles.tick} x={x(tick)} y={y(0) + 18} textAnchor="middle">
            {percent(tick)}
          </text>
        </g>
      ))}
      <line className={styles.ideal} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      <polyline
        className={styles.measured}
        points={filled.map(({ predicted, actual }) => `${x(predicted)},${y(actual)}`).join(' ')}
      />
      {filled.map(({ rows, predicted, actual }) => (
        <circle
          key={predicted}
          className={styles.dot}
          cx={x(predicted)}
          cy={y(actual)}
          r={2.5 + 5 * Math.sqrt(rows / most)}
        />
      ))}
    </svg>
  );
}
