import { Mail } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { ContactWay } from '../../../http/contact-shapes.ts';
import { api, ApiError } from '../api/client.ts';
import { useWords } from '../i18n/index.ts';
import { iconButtonClass } from '../ui/icon-button.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import styles from './page-bar.module.css';

/** Asked once: it changes with a new start of the server alone. */
let known: ContactWay | undefined;

function useContactWay(): ContactWay | undefined {
  const [way, setWay] = useState(known);
  useEffect(() => {
    if (known) return undefined;
    const stopped = new AbortController();
    api.contact(stopped.signal).then(
      (answer) => {
        known = answer;
        setWay(answer);
      },
      (error: unknown) => {
        // Without an answer there is no button; the next page asks again.
        if (!stopped.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => stopped.abort();
  }, []);
  return way;
}

/** Writes to whoever runs the server: by a form, by the reader's mail program, or not at all. */
export function ContactButton(): ReactNode {
  const { t } = useWords();
  const contact = useContactWay();
  const face = (
    <>
      <Mail size={16} aria-hidden />
      <span className={styles.word}>{t('contact.nav')}</span>
    </>
  );
  if (contact?.way === 'mail')
    return (
      <a className={iconButtonClass} href={`mailto:${contact.address ?? ''}?subject=Chatpulse`}>
        {face}
      </a>
    );
  if (contact?.way !== 'server') return null;
  return (
    <ContactDialog
      trigger={
        <button type="button" className={iconButtonClass}>
          {face}
        </button>
      }
    />
  );
}
