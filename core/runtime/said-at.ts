import type { ChatpulseEvent } from '../events/codec.ts';

/**
 * About when what a record tells of was said, ms since 1970 by the log's clock: a part that was behind appends later
 * than that. Of a window or a minute of words it is the start.
 */
export function saidAt({ data }: ChatpulseEvent, appendTime: number): number {
  if ('rawAppend' in data) return data.rawAppend;
  return 'start' in data ? data.start : appendTime;
}
