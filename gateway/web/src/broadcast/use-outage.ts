import { useSessionView, useTick } from '../store/use-session.ts';
import { currentOutage, type Outage } from './outage.ts';

export function useOutage(): Outage {
  const now = useTick(1_000);
  const connection = useSessionView((view) => view.connection);
  const sourceState = useSessionView((view) => view.source?.state ?? null);
  const serverLostAt = useSessionView((view) => view.serverLostAt);
  const sourceLostAt = useSessionView((view) => view.sourceLostAt);
  return currentOutage({ connection, sourceState, serverLostAt, sourceLostAt, now });
}
