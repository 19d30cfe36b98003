import type { ReactNode } from 'react';
import type { BroadcastState } from '../../../http/contract.ts';
import { useWords } from '../i18n/index.ts';
import { STATE_TONES } from '../shell/state-words.ts';
import styles from './state-pill.module.css';

interface StatePillProps {
  readonly state: BroadcastState | null;
  /** What follows the state's name. */
  readonly detail?: string;
}

/** How a broadcast does, in words and colour. */
export function StatePill({ state, detail }: StatePillProps): ReactNode {
  const { t } = useWords();
  return (
    <span className={styles.pill} data-tone={state ? STATE_TONES[state] : 'quiet'}>
      <span className={styles.dot} aria-hidden />
      <span className={styles.name}>{t(`state.${state ?? 'unknown'}`)}</span>
      {detail && <span className={styles.detail}>· {detail}</span>}
    </span>
  );
}
