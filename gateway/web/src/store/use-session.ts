import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { BroadcastSession } from './broadcast-session.ts';
import type { SessionView } from './session-view.ts';

export const SessionContext = createContext<BroadcastSession | null>(null);

export function useSession(): BroadcastSession {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside of a broadcast page');
  return session;
}

/** A part of what the session shows; the component is drawn anew when that part changes. */
export function useSessionView<T>(select: (view: SessionView) => T): T {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, () => select(session.getView()));
}

/** The time, anew every `intervalMs`; for ages and sliding windows. */
export function useTick(intervalMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
