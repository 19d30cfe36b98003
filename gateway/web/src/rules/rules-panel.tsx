import { Dialog } from '@base-ui/react/dialog';
import { ShieldCheck } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { Segmented } from '../ui/controls.tsx';
import { iconButtonClass } from '../ui/icon-button.tsx';
import { SidePanel } from '../ui/side-panel.tsx';
import type { RuleEdit } from '../../../http/rule-edits.ts';
import styles from './rules-panel.module.css';
import { RulesProblem } from './rules-problem.tsx';
import { useRules } from './use-rules.ts';
import { WordList } from './word-list.tsx';

/** What this channel masks besides the lists, and what it does not. The chat goes on behind it. */
export function RulesButton({ channelId }: { channelId: string }): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen} modal={false}>
      <Dialog.Trigger className={iconButtonClass} aria-label={t('rules.open')} title={t('rules.open')}>
        <ShieldCheck size={16} aria-hidden />
      </Dialog.Trigger>
      <SidePanel title={t('rules.title')} className={styles.panel} testId="rules">
        <Dialog.Description className={styles.about}>{t('rules.about')}</Dialog.Description>
        <Rules channelId={channelId} />
      </SidePanel>
    </Dialog.Root>
  );
}

function Rules({ channelId }: { channelId: string }): ReactNode {
  const { t } = useWords();
  const { rules, error, edit } = useRules(channelId);
  /** What was done last, for those who do not see the lists change. */
  const [done, setDone] = useState('');
  const make = async (wanted: RuleEdit, said: string): Promise<boolean> => {
    const made = await edit(wanted);
    setDone(made ? said : '');
    return made;
  };
  const listOf = (list: 'mask' | 'allow'): ReactNode =>
    rules && (
      <WordList
        list={list}
        words={rules[list]}
        onAdd={(word) =>
          make({ kind: 'add', list, word: word.trim() }, t('rules.added', { word: word.trim() }))
        }
        onRemove={(word) => make({ kind: 'remove', list, word }, t('rules.removed', { word }))}
      />
    );
  return (
    <>
      {error !== null && (
        <p role="alert" className={styles.problem}>
          <RulesProblem error={error} />
        </p>
      )}
      {!rules && error === null && <p className={styles.about}>{t('app.loading')}</p>}
      {rules && (
        <>
          {listOf('mask')}
          {listOf('allow')}
          <section className={styles.severity}>
            <h3>{t('rules.severity.title')}</h3>
            <Segmented
              label={t('rules.severity.title')}
              value={String(rules.severity) as '1' | '2' | '3'}
              options={(['1', '2', '3'] as const).map((value) => ({
                value,
                text: t(`rules.severity.${value}`),
              }))}
              onChange={(value) =>
                void make(
                  { kind: 'severity', severity: Number(value) as 1 | 2 | 3 },
                  t(`rules.severity.${value}`),
                )
              }
            />
          </section>
        </>
      )}
      <p role="status" className="visually-hidden">
        {done}
      </p>
    </>
  );
}
