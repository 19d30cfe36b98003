import { ChartNoAxesCombined, ExternalLink } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { api, ApiError } from '../api/client.ts';
import { useWords } from '../i18n/index.ts';
import { classes, iconButtonClass } from '../ui/icon-button.tsx';
import styles from './board-buttons.module.css';

/** Few look at a board: what shows it comes when it is asked for. */
const BoardDialog = lazy(async () => ({ default: (await import('./board-dialog.tsx')).BoardDialog }));

/** Lead to the Grafana board of the broadcast, where the server knows a Grafana, and show it here when asked to. */
export function BoardButtons({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const [url, setUrl] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    api.board(id, leaving.signal).then(
      (board) => setUrl(board.url),
      (error: unknown) => {
        // Without an answer the page goes without the board.
        if (!(error instanceof ApiError) && !leaving.signal.aborted) throw error;
      },
    );
    return () => leaving.abort();
  }, [id]);
  if (url === null) return null;
  return (
    <>
      <button
        type="button"
        className={classes(iconButtonClass, styles.show)}
        aria-haspopup="dialog"
        aria-label={t('board.show')}
        title={t('board.show')}
        onClick={() => setShown(true)}
      >
        <ChartNoAxesCombined size={16} aria-hidden />
      </button>
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className={iconButtonClass}
        aria-label={t('board.open')}
        title={t('board.open')}
      >
        <ExternalLink size={16} aria-hidden />
      </a>
      {shown && (
        <Suspense>
          <BoardDialog url={url} onClose={() => setShown(false)} />
        </Suspense>
      )}
    </>
  );
}
