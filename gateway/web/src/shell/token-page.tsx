import { useState, type FormEvent, type ReactNode } from 'react';
import { api, ApiError } from '../api/client.ts';
import { problemText } from '../app/problem-text.ts';
import { useWords } from '../i18n/index.ts';
import { Button } from '../ui/controls.tsx';
import { Logo } from './logo.tsx';
import styles from './message-page.module.css';

/** Asks for the token that the server wants. */
export function TokenPage({ onEnter }: { onEnter: () => void }): ReactNode {
  const { t } = useWords();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    try {
      await api.signIn(token.trim());
      onEnter();
    } catch (error) {
      const wrong = error instanceof ApiError && error.status === 401;
      setProblem(wrong ? t('token.wrong') : problemText(error, t).what);
    }
  };

  return (
    <main id="content" className={styles.page}>
      <form className={styles.card} onSubmit={(event) => void enter(event)}>
        <Logo size={32} />
        <h1>{t('token.title')}</h1>
        <p>{t('token.text')}</p>
        <label>
          {t('token.field')}
          <input
            type="password"
            autoComplete="current-password"
            autoFocus
            value={token}
            aria-invalid={problem !== null}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        {problem && (
          <p className={styles.wrong} role="alert">
            {problem}
          </p>
        )}
        <Button primary type="submit" disabled={token.trim() === ''}>
          {t('token.enter')}
        </Button>
      </form>
    </main>
  );
}
