import { useEffect, useState, type ReactNode } from 'react';
import { AudienceContext, useAudienceView } from '../group/use-audience.ts';
import { AudienceSession } from '../store/audience-session.ts';
import { BroadcastSession } from '../store/broadcast-session.ts';
import { ChatContext, SessionContext, useSessionView } from '../store/use-session.ts';
import { OverlayChat } from './overlay-chat.tsx';

/** The overlay of one broadcast. */
export function BroadcastOverlay({ id }: { readonly id: string }): ReactNode {
  const [session] = useState(() => new BroadcastSession(id));
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  return (
    <SessionContext value={session}>
      <ChatContext value={session}>
        <OfBroadcast />
      </ChatContext>
    </SessionContext>
  );
}

function OfBroadcast(): ReactNode {
  const missing = useSessionView((view) => view.missing);
  return <OverlayChat missing={missing} merged={false} />;
}

/** The overlay of a channel group: it goes on from show to show. */
export function GroupOverlay({ name }: { readonly name: string }): ReactNode {
  const [session] = useState(() => new AudienceSession(name));
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  return (
    <AudienceContext value={session}>
      <ChatContext value={session}>
        <OfGroup />
      </ChatContext>
    </AudienceContext>
  );
}

function OfGroup(): ReactNode {
  const missing = useAudienceView((view) => view.missing);
  return <OverlayChat missing={missing} merged />;
}
