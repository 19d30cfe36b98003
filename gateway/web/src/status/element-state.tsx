import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { ElementStateName } from '../../../http/health-shapes.ts';
import { useWords } from '../i18n/index.ts';
import { ELEMENT_TONES } from './element-words.ts';
import styles from './element-state.module.css';

const ICONS: Readonly<Record<ElementStateName, LucideIcon>> = {
  ok: CircleCheck,
  degraded: TriangleAlert,
  failed: CircleX,
  silent: CircleDashed,
  stopped: CirclePause,
};

/** How an element does: an icon, a colour and always the word. */
export function ElementState({ state }: { readonly state: ElementStateName }): ReactNode {
  const { t } = useWords();
  const Icon = ICONS[state];
  return (
    <span className={styles.state} data-tone={ELEMENT_TONES[state]}>
      <Icon size={14} aria-hidden />
      {t(`health.states.${state}`)}
    </span>
  );
}
