import { useCallback, useEffect, useRef, useState } from 'react';
import type { Notices } from '../../../http/notice-shapes.ts';
import { api, ApiError } from '../api/client.ts';
import { LiveConnection } from '../live/connection.ts';
import { openSocket } from '../live/open-socket.ts';
import { retryWhenBack } from '../live/retry-when-back.ts';

export interface NoticesState {
  /** Null before the first answer. */
  readonly notices: Notices | null;
  readonly unreachable: boolean;
  /** The version of the rules that was told last; 0 before any was. */
  readonly rulesVersion: number;
  /** Asks at once, after something was changed. */
  readonly reload: () => void;
}

/** The alerts and the delivery log: asked for when the page opens, and whenever the server tells that an alert changed. */
export function useNotices(): NoticesState {
  const [notices, setNotices] = useState<Notices | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  const [rulesVersion, setRulesVersion] = useState(0);
  const ask = useRef<() => void>(() => undefined);

  useEffect(() => {
    const stopped = new AbortController();
    let asking = false;
    let again = false;
    /** One call at a time: what changes during one is asked for by the next. */
    const load = async (): Promise<void> => {
      again = asking;
      if (asking) return;
      asking = true;
      try {
        do {
          again = false;
          setNotices(await api.notices(stopped.signal));
          setUnreachable(false);
        } while (isWanted());
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setUnreachable(error.status !== 401);
      } finally {
        asking = false;
      }
    };
    const isWanted = (): boolean => again && !stopped.signal.aborted;
    ask.current = () => void load();
    const connection = new LiveConnection({
      broadcasts: [],
      alerts: {},
      open: openSocket,
      onMessage: (message) => {
        if (message.type === 'alert-rules') setRulesVersion(message.version);
        if (message.type === 'alerts' || message.type === 'alert') void load();
      },
      onState: (state) => {
        // A refused upgrade looks like a lost connection: a plain call tells whether a token is wanted.
        if (state === 'reconnecting') void load();
      },
    });
    connection.start();
    const stopRetrying = retryWhenBack(connection);
    return () => {
      stopped.abort();
      connection.close();
      stopRetrying();
    };
  }, []);
  return { notices, unreachable, rulesVersion, reload: useCallback(() => ask.current(), []) };
}
