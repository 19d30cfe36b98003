/** Without the schemas' library, since the pages use the values too. */

/**
 * How the capture of a broadcast does. connecting: asked for, not yet connected, or waiting for the show to begin. live:
 * connected. quiet: connected, and nobody has written for a minute. stalled: connected, but without a sign of life for
 * longer than the platform's keep-alive allows. reconnecting: the connection is lost. ended: over, by the platform or
 * because somebody stopped it. failed: over, because the platform refuses or the capture could not go on.
 */
export const BROADCAST_STATES = [
  'connecting',
  'live',
  'quiet',
  'stalled',
  'reconnecting',
  'ended',
  'failed',
] as const;

export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** Whether nothing more will come. */
export function isOver(state: BroadcastState): boolean {
  return state === 'ended' || state === 'failed';
}
