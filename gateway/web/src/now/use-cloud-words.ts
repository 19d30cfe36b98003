import { useEffect, useState } from 'react';
import type { Words, WordSpan } from '../../../http/contract.ts';
import { api, ApiError } from '../api/client.ts';
import { useSession, useSessionView } from '../store/use-session.ts';

const EVERY_MS = 10_000;

/** The words of a span: live for the last minutes, asked for every 10 s for the whole broadcast. */
export function useCloudWords(span: WordSpan): Words | null {
  const session = useSession();
  const live = useSessionView((view) => view.words);
  const [whole, setWhole] = useState<Words | null>(null);
  useEffect(() => {
    if (span !== 'all') {
      session.setWordSpan(span);
      return;
    }
    const stopped = new AbortController();
    const load = async (): Promise<void> => {
      try {
        setWhole(await api.words(session.id, 'all', stopped.signal));
      } catch (error) {
        if (!stopped.signal.aborted && !(error instanceof ApiError)) throw error;
      }
    };
    void load();
    const timer = setInterval(() => void load(), EVERY_MS);
    return () => {
      stopped.abort();
      clearInterval(timer);
    };
  }, [session, span]);
  return span === 'all' ? whole : live;
}
