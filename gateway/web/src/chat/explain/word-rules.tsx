import { useId, useRef, useState, type ReactNode } from 'react';
import type { AnalyzeAnswer } from '../../../../http/contract.ts';
import { RULE_WORD_LENGTH } from '../../../../http/rule-limits.ts';
import { useWords } from '../../i18n/index.ts';
import type { RuleEdit, RuleList } from '../../../../http/rule-edits.ts';
import { RulesProblem } from '../../rules/rules-problem.tsx';
import { useRules } from '../../rules/use-rules.ts';
import { Button } from '../../ui/controls.tsx';
import type { RuleCandidate } from './rule-candidates.ts';
import styles from './word-rules.module.css';

interface WordRulesProps {
  readonly channelId: string;
  readonly explanation: NonNullable<AnalyzeAnswer['explain']>;
  readonly candidates: readonly RuleCandidate[];
  /** The rules are others now. */
  readonly onChanged: () => void;
}

/** What the rules of the channel have to do with a message, and how to make one of a word of it. */
export function WordRules({ channelId, explanation, candidates, onChanged }: WordRulesProps): ReactNode {
  const { t } = useWords();
  const headingId = useId();
  const field = useRef<HTMLInputElement>(null);
  const { rules, error, edit } = useRules(channelId);
  const [word, setWord] = useState('');
  const [done, setDone] = useState('');
  const chosen = word.trim();
  const isIn = (list: RuleList): boolean =>
    rules?.[list].some((other) => other.toLowerCase() === chosen.toLowerCase()) ?? false;

  const make = async (wanted: RuleEdit, said: string): Promise<void> => {
    setDone('');
    if (!(await edit(wanted))) return;
    setDone(said);
    onChanged();
  };
  const add = (list: RuleList): ReactNode => (
    <Button
      disabled={chosen === '' || !rules}
      onClick={() =>
        void make({ kind: 'add', list, word: chosen }, t(`explain.rules.${list}Done`, { word: chosen }))
      }
    >
      {t(`explain.rules.${list}`)}
    </Button>
  );
  const listed = isIn('mask') ? 'mask' : isIn('allow') ? 'allow' : undefined;

  return (
    <section className={styles.rules} aria-labelledby={headingId}>
      <h3 id={headingId}>{t('explain.rules.title')}</h3>
      <InForce explanation={explanation} />
      {candidates.length > 0 && (
        <div role="group" aria-label={t('explain.rules.words')} className={styles.words}>
          {candidates.map((candidate) => (
            <button
              key={candidate.word}
              type="button"
              aria-pressed={chosen === candidate.word}
              onClick={() => setWord(candidate.word)}
            >
              {candidate.shown}
            </button>
          ))}
        </div>
      )}
      <input
        ref={field}
        type="text"
        className={styles.field}
        maxLength={RULE_WORD_LENGTH}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-label={t('explain.rules.word')}
        placeholder={t('explain.rules.placeholder')}
        value={word}
        onChange={(event) => setWord(event.target.value)}
      />
      <div className={styles.actions}>
        {add('mask')}
        {add('allow')}
        {listed && (
          <Button
            onClick={() => {
              // The button goes away with the word.
              field.current?.focus();
              void make({ kind: 'remove', list: listed, word: chosen }, t('rules.removed', { word: chosen }));
            }}
          >
            {t('explain.rules.remove')}
          </Button>
        )}
      </div>
      {error !== null && (
        <p role="alert" className={styles.problem}>
          <RulesProblem error={error} />
        </p>
      )}
      <p role="status" className={styles.done}>
        {done}
      </p>
    </section>
  );
}

/** The words that a rule has masked or allowed, and those that the channel bears. */
function InForce({ explanation }: Pick<WordRulesProps, 'explanation'>): ReactNode {
  const { t } = useWords();
  const told = new Set([
    ...explanation.matches.flatMap(({ by, entry, masked }) => {
      if (by === 'channel') return [t('explain.rules.maskedBy', { word: entry })];
      return masked ? [] : [t('explain.rules.borne')];
    }),
    ...explanation.allowed.flatMap(({ by, entry }) =>
      by === 'channel' ? [t('explain.rules.allowedBy', { word: entry })] : [],
    ),
  ]);
  if (told.size === 0) return <p className={styles.about}>{t('explain.rules.none')}</p>;
  return (
    <ul className={styles.told}>
      {[...told].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
