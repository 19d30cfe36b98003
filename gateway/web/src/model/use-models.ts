import { useEffect, useState } from 'react';
import type { Model } from '../../../http/model-shapes.ts';
import { api, ApiError } from '../api/client.ts';

/** What analysing processes tell changes once a minute. */
const EVERY_MS = 30_000;

export interface ModelsState {
  /** Null before the first answer. */
  readonly models: readonly Model[] | null;
  readonly unreachable: boolean;
}

/** The models and what they say now, asked again while the page is in sight. */
export function useModels(): ModelsState {
  const [state, setState] = useState<ModelsState>({ models: null, unreachable: false });
  useEffect(() => {
    const stopped = new AbortController();
    const load = async (): Promise<void> => {
      try {
        const { models } = await api.models(stopped.signal);
        setState({ models, unreachable: false });
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
