import type { Refusal } from './ask.ts';

/** How the reading of a show ended. */
export interface ShowEnd {
  readonly outcome: 'lost' | 'over' | 'refused';
  readonly reason: string;
}

/** What a refusal means for a show, in words for the operator. */
export function showEnd(
  { outcome, reason }: Refusal,
  { connected }: { readonly connected: boolean },
): ShowEnd {
  // In the middle of a show one such answer may be a mishap: whether it is so the page tells the next session.
  if (connected && (outcome === 'closed' || outcome === 'gone')) return { outcome: 'lost', reason };
  switch (outcome) {
    case 'lost':
      return { outcome, reason };
    case 'closed':
      return {
        outcome: 'refused',
        reason: `The video is private, for members or not open to us, and no login is taken (${reason}).`,
      };
    case 'gone':
      return { outcome: 'refused', reason: `The video is not there: deleted, or never existed (${reason}).` };
    case 'senseless':
      return connected
        ? { outcome: 'lost', reason: `the place in the chat is not valid any more (${reason})` }
        : {
            outcome: 'refused',
            reason: `The chat of the video cannot be read: the show has ended and nothing of it was kept (${reason}).`,
          };
  }
}
