import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Moon,
  Plug,
  Radio,
  RefreshCw,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { BroadcastState } from '../../../http/broadcast-states.ts';
import { useWords } from '../i18n/index.ts';
import { STATE_TONES } from '../shell/state-words.ts';
import styles from './state-pill.module.css';

const ICONS: Readonly<Record<BroadcastState, LucideIcon>> = {
  connecting: Plug,
  live: Radio,
  quiet: Moon,
  stalled: TriangleAlert,
  reconnecting: RefreshCw,
  ended: CircleCheck,
  failed: CircleX,
};

interface StatePillProps {
  readonly state: BroadcastState | null;
  /** What follows the state's name. */
  readonly detail?: string;
}

/** How a broadcast does, in words, colour and an icon. */
export function StatePill({ state, detail }: StatePillProps): ReactNode {
  const { t } = useWords();
  const Icon = state ? ICONS[state] : CircleDashed;
  return (
    <span
      className={styles.pill}
      data-tone={state ? STATE_TONES[state] : 'quiet'}
      data-state={state ?? 'unknown'}
    >
      <Icon size={14} aria-hidden className={styles.icon} />
      <span className={styles.name}>{t(`state.${state ?? 'unknown'}`)}</span>
      {detail && (
        <span className={styles.detail} title={detail}>
          · {detail}
        </span>
      )}
    </span>
  );
}
