import type { CSSProperties, ReactNode } from 'react';
import type { Emotion } from '../../../../../language/types.ts';
import type { Piece, View } from './effects.ts';
import styles from './scored-text.module.css';

interface ScoredTextProps {
  readonly pieces: readonly Piece[];
  /** Of every word, in log-odds; those that are missing are nothing. */
  readonly effects: readonly number[];
  readonly view: View;
  readonly emotion: Emotion;
}

/** The strongest word of a message is coloured so much, percent; weaker words in proportion. */
const FULL = 60;
/** In a message of weak words the colours stay weak: so much log-odds are needed for the full one. */
const STRONG = 1;

/** The message with its words coloured by what they moved: a line below for +, a dashed one for −. */
export function ScoredText({ pieces, effects, view, emotion }: ScoredTextProps): ReactNode {
  const strongest = Math.max(STRONG, ...effects.map(Math.abs));
  const colours = {
    mood: ['positive', 'negative'],
    emotion: [emotion, 'neutral'],
    profanity: ['negative', 'positive'],
  }[view];
  const styleOf = (effect: number): CSSProperties => ({
    ['--word-colour' as string]: `var(--${colours[effect > 0 ? 0 : 1]})`,
    ['--word-share' as string]: `${(FULL * Math.abs(effect)) / strongest}%`,
  });
  return (
    <p className={styles.text}>
      {pieces.map(({ start, text, word }) => {
        const effect = word === undefined ? 0 : (effects[word] ?? 0);
        return effect === 0 ? (
          text
        ) : (
          <span
            key={start}
            className={styles.word}
            data-sign={effect > 0 ? '+' : '-'}
            style={styleOf(effect)}
          >
            {text}
          </span>
        );
      })}
    </p>
  );
}
