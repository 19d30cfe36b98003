import { useRef } from 'react';
import { useSessionView, useTick } from '../store/use-session.ts';
import { currentOutage, type Outage } from './outage.ts';

/** Remembers since when something has been wrong. */
function useSince(wrong: boolean, now: number): number | null {
  const since = useRef<number | null>(null);
  if (!wrong) since.current = null;
  else since.current ??= now;
  return since.current;
}

export function useOutage(): Outage {
  const now = useTick(1_000);
  const connection = useSessionView((view) => view.connection);
  const sourceState = useSessionView((view) => view.source?.state ?? null);
  const serverLostAt = useSince(connection !== 'open', now);
  const sourceLostAt = useSince(
    sourceState === 'reconnecting' || sourceState === 'stalled' || sourceState === 'waiting',
    now,
  );
  return currentOutage({ connection, sourceState, serverLostAt, sourceLostAt, now });
}
