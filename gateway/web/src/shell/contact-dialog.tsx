import { Dialog } from '@base-ui/react/dialog';
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import type { LONGEST_CONTACT } from '../../../http/contact-shapes.ts';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { useWords } from '../i18n/index.ts';
import controls from '../ui/controls.module.css';
import { Button } from '../ui/controls.tsx';
import styles from './contact-dialog.module.css';

/** As the server has it; its schemas need not come along for three numbers. */
const LONGEST: typeof LONGEST_CONTACT = { name: 80, mail: 254, message: 4_000 };
const EMPTY = { name: '', mail: '', message: '', website: '' };

/** A form that mails the operator; what was written stays until it is sent. */
export function ContactDialog({
  trigger,
}: {
  readonly trigger: ReactElement<Record<string, unknown>>;
}): ReactNode {
  const { t } = useWords();
  const [fields, setFields] = useState(EMPTY);
  const [outcome, setOutcome] = useState<'sent' | ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: keyof typeof EMPTY) => (event: { readonly target: { readonly value: string } }) =>
    setFields((before) => ({ ...before, [name]: event.target.value }));

  const send = async (): Promise<void> => {
    setBusy(true);
    setOutcome(null);
    try {
      await api.write(fields);
      setFields(EMPTY);
      setOutcome('sent');
    } catch (error) {
      setOutcome(problemText(error, t));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && fields.message.trim() !== '') void send();
  };

  return (
    <Dialog.Root onOpenChange={(open) => open && setOutcome(null)}>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.backdrop} />
        <Dialog.Popup className={controls.dialog}>
          <Dialog.Title>{t('contact.title')}</Dialog.Title>
          <Dialog.Description>{t('contact.lead')}</Dialog.Description>
          <form className={styles.form} onSubmit={submit}>
            <label>
              {t('contact.message')}
              <textarea
                rows={5}
                required
                maxLength={LONGEST.message}
                value={fields.message}
                onChange={set('message')}
              />
            </label>
            <label>
              {t('contact.name')}
              <input
                autoComplete="name"
                maxLength={LONGEST.name}
                value={fields.name}
                onChange={set('name')}
              />
            </label>
            <label>
              {t('contact.mail')}
              <input
                type="email"
                autoComplete="email"
                maxLength={LONGEST.mail}
                value={fields.mail}
                onChange={set('mail')}
              />
            </label>
            {/* For robots, which fill in whatever there is; people neither see nor reach it. */}
            <label className={styles.trap} aria-hidden="true">
              {t('contact.website')}
              <input
                name="website"
                tabIndex={-1}
                autoComplete="off"
                value={fields.website}
                onChange={set('website')}
              />
            </label>
            <div role="status" className={styles.outcome}>
              {outcome === 'sent' && t('contact.sent')}
              {outcome !== null && outcome !== 'sent' && (
                <>
                  <strong>{outcome.what}</strong> {outcome.hint}
                </>
              )}
            </div>
            <div className={controls.actions}>
              <Dialog.Close render={<Button>{t('app.close')}</Button>} />
              <Button primary type="submit" disabled={busy}>
                {t('contact.send')}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
