import type { ReactNode } from 'react';
import { ShowAudience } from '../group/show-audience.tsx';
import { useAudienceView } from '../group/use-audience.ts';
import { ShowBroadcast } from '../store/show-broadcast.tsx';
import { useSessionView } from '../store/use-session.ts';
import { OverlayChat } from './overlay-chat.tsx';

/** The overlay of one broadcast. */
export function BroadcastOverlay({ id }: { readonly id: string }): ReactNode {
  return (
    <ShowBroadcast id={id}>
      <OfBroadcast />
    </ShowBroadcast>
  );
}

function OfBroadcast(): ReactNode {
  const missing = useSessionView((view) => view.missing);
  return <OverlayChat missing={missing} merged={false} />;
}

/** The overlay of a channel group: it goes on from show to show. */
export function GroupOverlay({ name }: { readonly name: string }): ReactNode {
  return (
    <ShowAudience name={name}>
      <OfGroup />
    </ShowAudience>
  );
}

function OfGroup(): ReactNode {
  const missing = useAudienceView((view) => view.missing);
  return <OverlayChat missing={missing} merged />;
}
