import {
  useEffect,
  useId,
  useState,
  type CSSProperties,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { Emotion } from '../../../../language/types.ts';
import type { FeelCheckAnswer } from '../../../http/contract.ts';
import { LONGEST_TEXT } from '../../../http/longest-text.ts';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { useWords } from '../i18n/index.ts';
import { PageBar } from '../shell/page-bar.tsx';
import { PageIntro } from '../shell/page-intro.tsx';
import { Button } from '../ui/controls.tsx';
import styles from './feel-check-page.module.css';
import { FeelingResult } from './feeling-result.tsx';
import { emotionNamed } from './named-emotion.ts';

/** Asks for a message and shows its emotion, in the colours of the emotion. */
export function FeelCheckPage(): ReactNode {
  const { t } = useWords();
  const helpId = useId();
  const [message, setMessage] = useState('');
  const [answer, setAnswer] = useState<FeelCheckAnswer | null>(null);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const emotion = answer ? emotionNamed(answer.result) : undefined;
  const ready = message.trim() !== '' && !busy;

  useEffect(() => {
    document.title = `${t('feel.nav')} · ${t('app.name')}`;
    return () => {
      document.title = t('app.name');
    };
  }, [t]);

  const check = async (): Promise<void> => {
    if (!ready) return;
    setBusy(true);
    setProblem(null);
    try {
      setAnswer(await api.feelCheck(message));
    } catch (error) {
      setAnswer(null);
      setProblem(problemText(error, t));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void check();
  };
  /** Enter sends, as in a chat; with Shift it ends the line. The Enter that completes a Korean letter does neither. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void check();
  };

  return (
    <div className={styles.page} data-emotion={emotion} style={colourOf(emotion)}>
      <PageBar />
      <main id="content" className={styles.main}>
        <PageIntro title={t('feel.title')} text={t('feel.lead')} />
        <form className={styles.form} onSubmit={submit}>
          <textarea
            rows={3}
            maxLength={LONGEST_TEXT}
            aria-label={t('feel.field')}
            aria-describedby={helpId}
            placeholder={t('feel.placeholder')}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <div className={styles.below}>
            <p id={helpId}>{t('feel.help')}</p>
            <Button primary type="submit" disabled={!ready}>
              {t('feel.check')}
            </Button>
          </div>
        </form>
        <div role="status">
          {problem && (
            <p className={styles.problem}>
              <strong>{problem.what}</strong> {problem.hint}
            </p>
          )}
          {answer && <FeelingResult answer={answer} />}
        </div>
      </main>
    </div>
  );
}

/** The colour that the page takes on; none until an emotion is found. */
function colourOf(emotion: Emotion | undefined): CSSProperties {
  return { ['--feeling' as string]: `var(--${emotion ?? 'bg'})` };
}
