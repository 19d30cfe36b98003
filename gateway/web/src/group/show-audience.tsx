import { useEffect, useState, type ReactNode } from 'react';
import { AudienceSession } from '../store/audience-session.ts';
import { ChatContext } from '../store/use-session.ts';
import { AudienceContext } from './use-audience.ts';

/** Follows the broadcasts of a channel group for what is inside, as long as it is shown. */
export function ShowAudience({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactNode {
  const [session] = useState(() => new AudienceSession(name));
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  return (
    <AudienceContext value={session}>
      <ChatContext value={session}>{children}</ChatContext>
    </AudienceContext>
  );
}
