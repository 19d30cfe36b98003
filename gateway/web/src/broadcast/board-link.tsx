import { ChartNoAxesCombined } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { api, ApiError } from '../api/client.ts';
import { useWords } from '../i18n/index.ts';
import { iconButtonClass } from '../ui/icon-button.tsx';

/** Leads to the Grafana board of the broadcast, where the server knows a Grafana. */
export function BoardLink({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    api.board(id, leaving.signal).then(
      (board) => setUrl(board.url),
      (error: unknown) => {
        // Without an answer the page goes without the link.
        if (!(error instanceof ApiError) && !leaving.signal.aborted) throw error;
      },
    );
    return () => leaving.abort();
  }, [id]);
  if (url === null) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className={iconButtonClass}
      aria-label={t('status.board')}
      title={t('status.board')}
    >
      <ChartNoAxesCombined size={16} aria-hidden />
    </a>
  );
}
