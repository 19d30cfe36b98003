import type { ReactNode } from 'react';
import { useWords } from '../../i18n/index.ts';
import type { Effects, Piece } from './effects.ts';
import styles from './effect-table.module.css';

interface EffectTableProps {
  readonly caption: string;
  /** What + and − mean. */
  readonly about: string;
  readonly pieces: readonly Piece[];
  readonly effects: Effects;
}

/** Words listed by themselves. */
const LISTED = 6;

/** Of most messages of a chat little takes sides: with one place all of it would read as nothing. */
const PLACES = 2;

/** The same as figures, the strongest words first: what is seen as colours, for everybody else. */
export function EffectTable({ caption, about, pieces, effects }: EffectTableProps): ReactNode {
  const { t, number } = useWords();
  const signed = (value: number): string => {
    const size = number(Math.abs(value), PLACES);
    return `${value < 0 && size !== number(0, PLACES) ? '−' : '+'}${size}`;
  };
  const words = pieces
    .flatMap(({ word, text }) =>
      word === undefined ? [] : [{ text, effect: effects.words[word] ?? 0, word }],
    )
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const others = words.slice(LISTED);
  return (
    <table className={styles.table}>
      <caption>
        <span className="visually-hidden">{caption}. </span>
        {about}
      </caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('explain.word')}</th>
          <th scope="col">{t('explain.effect')}</th>
        </tr>
      </thead>
      <tbody>
        {words.slice(0, LISTED).map(({ text, effect, word }) => (
          <tr key={word}>
            <th scope="row">{text}</th>
            <td data-sign={effect < 0 ? '-' : '+'}>{signed(effect)}</td>
          </tr>
        ))}
        {others.length > 0 && (
          <tr className={styles.more}>
            <th scope="row">{t('explain.others')}</th>
            <td>{signed(others.reduce((sum, { effect }) => sum + effect, 0))}</td>
          </tr>
        )}
        <tr className={styles.more}>
          <th scope="row">{t('explain.rest')}</th>
          <td>{signed(effects.rest)}</td>
        </tr>
        <tr className={styles.more}>
          <th scope="row">{t('explain.bias')}</th>
          <td>{signed(effects.bias)}</td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('explain.sum')}</th>
          <td>{signed(effects.sum)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
