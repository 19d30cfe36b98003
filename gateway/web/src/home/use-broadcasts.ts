import { useEffect, useState } from 'react';
import type { Broadcast, Recordings } from '../../../http/contract.ts';
import { api, ApiError } from '../api/client.ts';

const EVERY_MS = 3_000;

export interface BroadcastsState {
  /** Null before the first answer. */
  readonly broadcasts: readonly Broadcast[] | null;
  readonly recordings: Recordings['recordings'];
  readonly unreachable: boolean;
}

/** The list of broadcasts and recordings, asked again every 3 s while the page is in sight. */
export function useBroadcasts(): BroadcastsState {
  const [state, setState] = useState<BroadcastsState>({
    broadcasts: null,
    recordings: [],
    unreachable: false,
  });
  useEffect(() => {
    const stopped = new AbortController();
    const load = async (): Promise<void> => {
      try {
        const [list, files] = await Promise.all([
          api.broadcasts(stopped.signal),
          api.recordings(stopped.signal),
        ]);
        setState({ broadcasts: list.broadcasts, recordings: files.recordings, unreachable: false });
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState((before) => ({ ...before, unreachable: error.status !== 401 }));
      }
    };
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, EVERY_MS);
    return () => {
      stopped.abort();
      clearInterval(timer);
    };
  }, []);
  return state;
}
