import { Plus } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { api, ApiError } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { groupPath, navigate } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { Button } from '../ui/controls.tsx';
import styles from './group-form.module.css';
import { recognise } from './recognise.ts';

const LONGEST_NAME = 60;

/** Whether one of the addresses is wrong: then it is named, since there may be ten. */
function isOfAddress(error: unknown): boolean {
  return error instanceof ApiError && error.problem?.code === 'CHATPULSE_URL_UNKNOWN';
}

/** Makes a channel group, begins to watch those of its channels that nobody watches, and opens it. */
export function GroupForm(): ReactNode {
  const { t } = useWords();
  const helpId = useId();
  const [name, setName] = useState('');
  const [addresses, setAddresses] = useState('');
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const lines = addresses
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const ready = name.trim() !== '' && lines.length > 0;

  const make = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const group = await api.defineGroup(name.trim(), lines);
      // What cannot be watched now can be started from the group's page.
      await Promise.allSettled(
        group.channels.filter(({ watched }) => !watched).map(({ url }) => api.start(url)),
      );
      navigate(groupPath(group.name));
    } catch (error) {
      const { what, hint } = problemText(error, t);
      const wrong = isOfAddress(error) ? lines.find((line) => recognise(line) === null) : undefined;
      setProblem({ what: wrong === undefined ? what : `${wrong}: ${what}`, hint });
      setBusy(false);
    }
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) void make();
  };

  return (
    <details className={styles.fold}>
      <summary className={styles.summary}>
        <Plus size={16} aria-hidden />
        {t('group.make')}
      </summary>
      <form className={styles.form} onSubmit={submit} noValidate>
        <label className={styles.label}>
          {t('group.name')}
          <input
            type="text"
            className={styles.input}
            autoComplete="off"
            maxLength={LONGEST_NAME}
            placeholder={t('group.namePlaceholder')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className={styles.label}>
          {t('group.addresses')}
          <textarea
            className={styles.input}
            rows={3}
            spellCheck={false}
            autoCapitalize="none"
            aria-describedby={helpId}
            aria-invalid={problem !== null}
            placeholder={'https://www.twitch.tv/…\nhttps://chzzk.naver.com/live/…'}
            value={addresses}
            onChange={(event) => {
              setAddresses(event.target.value);
              setProblem(null);
            }}
          />
        </label>
        <div className={styles.end}>
          <p id={helpId} className={styles.help} aria-live="polite">
            {problem ? (
              <span className={styles.problem}>
                <strong>{problem.what}</strong> {problem.hint}
              </span>
            ) : (
              t('group.addressesHint')
            )}
          </p>
          <Button primary type="submit" disabled={!ready || busy}>
            {busy ? t('group.making') : t('group.make')}
          </Button>
        </div>
      </form>
    </details>
  );
}
