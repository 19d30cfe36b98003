import { createContext, use, useSyncExternalStore } from 'react';
import type { AudienceSession, AudienceView } from '../store/audience-session.ts';

export const AudienceContext = createContext<AudienceSession | null>(null);

export function useAudience(): AudienceSession {
  const session = use(AudienceContext);
  if (!session) throw new Error('useAudience outside of a group page');
  return session;
}

/** A part of what the audience shows; the component is drawn anew when that part changes. */
export function useAudienceView<T>(select: (view: AudienceView) => T): T {
  const session = useAudience();
  return useSyncExternalStore(session.subscribe, () => select(session.getView()));
}
