import type { BroadcastView } from '../../core/broadcasts/state.ts';
import type { CaptureParts } from './parts.ts';
import { createShows } from './shows.ts';

/** Ends broadcasts that a process left open after their watch was stopped. */
export async function closeLeftOver(options: CaptureParts, earlier: readonly BroadcastView[]): Promise<void> {
  const shows = createShows(options, { isConnected: () => false, showEnds: () => undefined });
  await shows.takeUpOpen(earlier);
  shows.endAll('stopped', options.clock.now());
}
