import { ArrowDownRight, ArrowRight, ArrowUpRight, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { moodDirection, moodWord, type Direction, type MoodReading } from './mood.ts';
import styles from './mood-gauge.module.css';

const CENTRE_X = 100;
const CENTRE_Y = 96;
const RADIUS = 80;
const TREND_RADIUS = 90;

/** The point on the dial at a mood of -100 (left) … +100 (right). */
function onDial(mood: number, radius: number): string {
  const angle = Math.PI * (0.5 - mood / 200);
  return `${(CENTRE_X + radius * Math.cos(angle)).toFixed(2)} ${(CENTRE_Y - radius * Math.sin(angle)).toFixed(2)}`;
}

function arc(from: number, to: number, radius: number): string {
  return `M${onDial(from, radius)}A${radius} ${radius} 0 0 ${to > from ? 1 : 0} ${onDial(to, radius)}`;
}

const clamp = (mood: number): number => Math.max(-100, Math.min(100, mood));

const ARROWS: Readonly<Record<Direction, typeof Minus>> = {
  rising: ArrowUpRight,
  falling: ArrowDownRight,
  steady: ArrowRight,
  unknown: Minus,
};

/** The mood of the last minute as a needle, with where it came from as an arc outside the dial. */
export function MoodGauge({ reading }: { reading: MoodReading }): ReactNode {
  const { t, number } = useWords();
  const { mood, change, positive, negative } = reading;
  const direction = moodDirection(change);
  const Arrow = ARROWS[direction];
  const signed = (value: number): string =>
    `${value > 0 ? '+' : value < 0 ? '−' : ''}${number(Math.abs(Math.round(value)))}`;
  const value = mood === null ? '–' : signed(mood);
  const moving = direction === 'rising' || direction === 'falling';
  const before = mood !== null && change !== null && moving ? clamp(mood - change) : null;
  const label = t('now.gauge', {
    value,
    word: t(`now.words.${moodWord(mood)}`),
    direction: t(`now.directions.${direction}`),
  });
  return (
    <div className={styles.gauge}>
      <svg viewBox="0 0 200 104" className={styles.dial} role="img" aria-label={label}>
        <path d={arc(-100, -12, RADIUS)} className={styles.negative} />
        <path d={arc(-10, 10, RADIUS)} className={styles.even} />
        <path d={arc(12, 100, RADIUS)} className={styles.positive} />
        {[-100, -75, -50, -25, 0, 25, 50, 75, 100].map((tick) => (
          <path
            key={tick}
            d={`M${onDial(tick, RADIUS - 8)}L${onDial(tick, RADIUS - (tick % 50 === 0 ? 16 : 12))}`}
            className={styles.tick}
          />
        ))}
        {before !== null && mood !== null && Math.abs(before - mood) > 4 && (
          <path d={arc(before, mood, TREND_RADIUS)} className={styles.trend} data-direction={direction} />
        )}
        <g
          className={styles.needle}
          data-silent={mood === null}
          style={{ transform: `rotate(${((mood ?? 0) / 100) * 90}deg)` }}
        >
          <path
            d={`M${CENTRE_X - 2.5} ${CENTRE_Y}L${CENTRE_X - 0.75} 24h1.5L${CENTRE_X + 2.5} ${CENTRE_Y}Z`}
          />
        </g>
        <circle cx={CENTRE_X} cy={CENTRE_Y} r="5" className={styles.hub} />
      </svg>
      <div className={styles.words}>
        <span className={styles.value} data-testid="mood">
          {value}
        </span>
        <span className={styles.word}>{t(`now.words.${moodWord(mood)}`)}</span>
        <span className={styles.change} data-direction={direction}>
          <Arrow size={16} aria-hidden />
          {change === null ? t('now.directions.unknown') : t('now.change', { value: signed(change) })}
        </span>
        <span className={styles.counts}>
          {t('now.counts', { positive: number(positive), negative: number(negative) })}
        </span>
      </div>
    </div>
  );
}
