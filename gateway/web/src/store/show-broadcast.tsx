import { useEffect, useState, type ReactNode } from 'react';
import { BroadcastSession } from './broadcast-session.ts';
import { ChatContext, SessionContext } from './use-session.ts';

/** Follows a broadcast for what is inside, as long as it is shown. */
export function ShowBroadcast({
  id,
  children,
}: {
  readonly id: string;
  readonly children: ReactNode;
}): ReactNode {
  const [session] = useState(() => new BroadcastSession(id));
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  return (
    <SessionContext value={session}>
      <ChatContext value={session}>{children}</ChatContext>
    </SessionContext>
  );
}
