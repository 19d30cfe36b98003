import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { SourceEvent } from '../port.ts';
import { isAborted } from '../is-aborted.ts';
import { understand } from './answer.ts';
import type { NaverShoppingApi } from './api.ts';
import { parseBroadcast } from './broadcast.ts';
import { parseReplayPage, type CommentPage } from './pages.ts';
import { createTimetable } from './timetable.ts';

/** Between two pages: nobody waits for the past. */
const PAGE_MS = 1_000;

export interface ReplayOptions {
  readonly api: NaverShoppingApi;
  readonly broadcast: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly cursor: string | null;
}

const OVER: SourceEvent = { type: 'ended', outcome: 'over', reason: 'all comments were read' };

/** The comments that the platform keeps of a broadcast that is over, from the first to the last. */
export async function* readReplay(
  options: ReplayOptions,
): AsyncGenerator<readonly SourceEvent[], void, undefined> {
  const { api, broadcast, clock, signal } = options;
  let cursor = options.cursor;

  const described = understand(await api.broadcast(), parseBroadcast);
  if (signal.aborted) return;
  if (!('content' in described)) {
    yield 'ended' in described ? [described.ended] : [described.unparsed, lost('no description came')];
    return;
  }
  const { stage, title, startedAt } = described.content;
  if (stage !== 'over') {
    const reason =
      stage === 'blocked' ? 'the platform has blocked the broadcast' : 'the broadcast is not over yet';
    yield [{ type: 'ended', outcome: 'refused', reason }];
    return;
  }
  yield [{ type: 'show', platformBroadcastId: broadcast, title, recorded: true }, { type: 'connected' }];

  const stampTimes = createTimes(startedAt ?? clock.now());
  const timetable = createTimetable(clock, PAGE_MS);
  const sessionId = randomUUID();
  while (!signal.aborted) {
    const page = understand(await api.replayComments(cursor, sessionId), parseReplayPage);
    if (isAborted(signal)) return;
    if (!('content' in page)) {
      yield 'ended' in page ? [page.ended] : [page.unparsed, lost('a page of comments could not be read')];
      return;
    }
    const { next, more, events } = page.content;
    const moved = next !== null && next !== cursor;
    if (moved) cursor = next;
    const batch: SourceEvent[] = [{ type: 'activity' }, ...stampTimes(events)];
    if (moved) batch.push({ type: 'progress', cursor, time: null });
    if (!more) batch.push(OVER);
    else if (!moved) batch.push(lost('the platform gives the same page again'));
    yield batch;
    if (!more || !moved) return;
    await timetable.next(signal);
  }
}

/** Gives every message a time: its own, or the one before it. */
function createTimes(start: number): (events: CommentPage['events']) => SourceEvent[] {
  let last = start;
  return (events) =>
    events.map((event) => {
      if (event.type !== 'message') return event;
      last = event.message.sentAt ?? last;
      return { ...event, time: last };
    });
}

function lost(reason: string): SourceEvent {
  return { type: 'ended', outcome: 'lost', reason };
}
