import { useEffect, useState } from 'react';
import { ApiError } from './client.ts';

/** What was answered last, and whether the server can be reached. */
export interface Asked<T> {
  readonly answer: T;
  /** The last question got no answer, for another reason than a token that is wanted. */
  readonly unreachable: boolean;
}

/** How a page asks again and again; `ask` must be the same function from one drawing to the next. */
export interface AskingOptions<T> {
  /** Rejects with {@link ApiError}. */
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly everyMs: number;
  /** What holds before the first answer. */
  readonly before: T;
}

/** Asks the server now and every few seconds while the page is in sight. */
export function useAsking<T>({ ask, everyMs, before }: AskingOptions<T>): Asked<T> {
  const [state, setState] = useState<Asked<T>>({ answer: before, unreachable: false });
  useEffect(() => {
    const stopped = new AbortController();
    const load = async (): Promise<void> => {
      try {
        const answer = await ask(stopped.signal);
        setState({ answer, unreachable: false });
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState((last) => ({ ...last, unreachable: error.status !== 401 }));
      }
    };
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, everyMs);
    return () => {
      stopped.abort();
      clearInterval(timer);
    };
  }, [ask, everyMs]);
  return state;
}
