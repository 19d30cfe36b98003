import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { classes, iconButtonClass } from './icon-button.tsx';
import styles from './side-panel.module.css';

interface SidePanelProps {
  readonly title: string;
  /** Where it lies beside a chat; on a phone it lies at the bottom. */
  readonly className: string | undefined;
  readonly testId: string;
  /** Where the focus goes when the panel closes; default: what has opened it. */
  readonly returnTo?: () => HTMLElement | null;
  readonly children: ReactNode;
}

/** The panel of a dialog beside what goes on behind it. */
export function SidePanel({ title, className, testId, returnTo, children }: SidePanelProps): ReactNode {
  const { t } = useWords();
  return (
    <Dialog.Portal>
      <Dialog.Popup
        className={classes(styles.panel, className)}
        data-testid={testId}
        {...(returnTo && { finalFocus: () => returnTo() })}
      >
        <div className={styles.head}>
          <Dialog.Title className={styles.title}>{title}</Dialog.Title>
          <Dialog.Close className={iconButtonClass} aria-label={t('app.close')}>
            <X size={16} aria-hidden />
          </Dialog.Close>
        </div>
        {children}
      </Dialog.Popup>
    </Dialog.Portal>
  );
}
