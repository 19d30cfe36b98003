import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import controls from '../ui/controls.module.css';
import { iconButtonClass } from '../ui/icon-button.tsx';
import styles from './board-dialog.module.css';

interface BoardDialogProps {
  /** Of the board in Grafana. */
  readonly url: string;
  readonly onClose: () => void;
}

/** The board of the broadcast over the page. Whether Grafana lets itself be shown cannot be seen from outside of it. */
export function BoardDialog({ url, onClose }: BoardDialogProps): ReactNode {
  const { t } = useWords();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <div className={styles.head}>
            <Dialog.Title className={styles.title}>{t('board.title')}</Dialog.Title>
            <Dialog.Description className={styles.hint}>
              {t('board.hint')}{' '}
              <a href={url} target="_blank" rel="noreferrer">
                {t('board.open')}
              </a>
            </Dialog.Description>
            <Dialog.Close className={iconButtonClass} aria-label={t('app.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          <iframe
            className={styles.board}
            src={withoutMenus(url)}
            title={t('board.title')}
            loading="lazy"
            referrerPolicy="no-referrer"
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function withoutMenus(url: string): string {
  const board = new URL(url);
  board.searchParams.set('kiosk', 'true');
  return board.href;
}
