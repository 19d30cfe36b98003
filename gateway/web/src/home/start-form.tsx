import { ArrowRight, Link2, Play } from 'lucide-react';
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { broadcastPath, navigate } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { platformName } from '../shell/state-words.ts';
import { Button } from '../ui/controls.tsx';
import { classes } from '../ui/icon-button.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import { PlatformTable } from './platform-table.tsx';
import { EXAMPLES, recognise } from './recognise.ts';
import styles from './start-form.module.css';

/** The field for an address, the examples, and the demo: the ways to begin. */
export function StartForm(): ReactNode {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const helpId = useId();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const known = recognise(address);
  const typed = address.trim() !== '';

  const start = async (url: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const started = await api.start(url);
      navigate(started.broadcasts && started.broadcasts.length > 1 ? '/' : broadcastPath(started.id));
    } catch (error) {
      setProblem(problemText(error, t));
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed && !busy) void start(address.trim());
  };

  return (
    <section className={styles.start}>
      <form onSubmit={submit} noValidate>
        <div className={classes(styles.field, problem && styles.invalid)}>
          <Link2 size={20} aria-hidden className={styles.icon} />
          <input
            ref={field}
            type="text"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-label={t('home.field')}
            aria-describedby={helpId}
            aria-invalid={problem !== null}
            placeholder={t('home.placeholder')}
            value={address}
            onChange={(event) => {
              setAddress(event.target.value);
              setProblem(null);
            }}
          />
          {known && (
            <span className={styles.known}>
              <PlatformMark platform={known.platform} />
              <span className={styles.knownName}>
                {t('home.recognised', { platform: platformName(known.platform, t), name: known.name })}
              </span>
            </span>
          )}
          <Button primary type="submit" className={styles.go} disabled={!typed || busy}>
            {busy ? t('home.starting') : t('home.start')}
            <ArrowRight size={16} aria-hidden />
          </Button>
        </div>
      </form>
      <div className={styles.below}>
        <p id={helpId} className={styles.help} aria-live="polite">
          {problem ? (
            <span className={styles.problem}>
              <strong>{problem.what}</strong> {problem.hint}
            </span>
          ) : typed && !known ? (
            t('home.unknown')
          ) : (
            t('home.hint')
          )}
        </p>
        <ul className={styles.examples} aria-label={t('home.examples')}>
          {EXAMPLES.map(({ platform, url }) => (
            <li key={platform}>
              <button
                type="button"
                onClick={() => {
                  setAddress(url);
                  setProblem(null);
                  field.current?.focus();
                }}
              >
                <PlatformMark platform={platform} />
                {platformName(platform, t)}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <PlatformTable />
      <div className={styles.demo}>
        <div>
          <h2>{t('home.demoTitle')}</h2>
          <p>{t('home.demoText')}</p>
        </div>
        <Button disabled={busy} onClick={() => void start('demo:showcase')}>
          <Play size={16} aria-hidden />
          {t('home.demo')}
        </Button>
      </div>
    </section>
  );
}
