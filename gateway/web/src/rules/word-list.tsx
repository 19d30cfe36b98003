import { Plus, X } from 'lucide-react';
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { RULE_WORD_LENGTH } from '../../../http/rule-limits.ts';
import { useWords } from '../i18n/index.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { RuleList } from '../../../http/rule-edits.ts';
import styles from './word-list.module.css';

interface WordListProps {
  readonly list: RuleList;
  readonly words: readonly string[];
  readonly onAdd: (word: string) => Promise<boolean>;
  readonly onRemove: (word: string) => Promise<boolean>;
}

/** One of the lists: a field to add to it, and its words, each with a way out. */
export function WordList({ list, words, onAdd, onRemove }: WordListProps): ReactNode {
  const { t, number } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const headingId = useId();
  const aboutId = useId();
  const [word, setWord] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (word.trim() === '') return;
    void onAdd(word).then((done) => {
      if (done) setWord('');
      field.current?.focus();
    });
  };
  return (
    <section className={styles.list} aria-labelledby={headingId}>
      <h3 id={headingId}>
        {t(`rules.${list}.title`)} <span className={styles.count}>{number(words.length)}</span>
      </h3>
      <p id={aboutId} className={styles.about}>
        {t(`rules.${list}.about`)}
      </p>
      <form onSubmit={submit} className={styles.form}>
        <input
          ref={field}
          type="text"
          maxLength={RULE_WORD_LENGTH}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-label={t(`rules.${list}.field`)}
          aria-describedby={aboutId}
          value={word}
          onChange={(event) => setWord(event.target.value)}
        />
        <IconButton type="submit" label={t(`rules.${list}.add`)}>
          <Plus size={16} aria-hidden />
        </IconButton>
      </form>
      {words.length > 0 && (
        <ul className={styles.words}>
          {words.map((each) => (
            <li key={each}>
              <span className={styles.word}>{each}</span>
              <button
                type="button"
                aria-label={t('rules.remove', { word: each })}
                onClick={() => void onRemove(each).then(() => field.current?.focus())}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
