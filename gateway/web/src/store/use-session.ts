import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { BroadcastSession } from './broadcast-session.ts';
import type { ChatSession, ChatView } from './chat-session.ts';
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

/** What the chat column reads: it is the same for one broadcast and for several as one. */
export const ChatContext = createContext<ChatSession | null>(null);

export function useChat(): ChatSession {
  const session = use(ChatContext);
  if (!session) throw new Error('useChat outside of a page with a chat');
  return session;
}

/** A part of what the chat shows; the component is drawn anew when that part changes. */
export function useChatView<T>(select: (view: ChatView) => T): T {
  const session = useChat();
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
