import type { Clock } from '../../core/clock.ts';
import type { Validators } from '../http/port.ts';
import type { SourceEvent } from '../port.ts';
import { createRecentIds } from '../supervisor/recent-ids.ts';
import { isAborted } from '../is-aborted.ts';
import { understand } from './answer.ts';
import { RECENT_PAGE_SIZE, type NaverShoppingApi } from './api.ts';
import { parseBroadcast, type BroadcastStage } from './broadcast.ts';
import { parseRecentPage, type CommentEvent } from './pages.ts';
import { createTimetable } from './timetable.ts';

/** How often the platform is asked, ms. */
export interface NaverShoppingPace {
  readonly commentsMs: number;
  readonly statusMs: number;
}

export interface LiveOptions {
  readonly api: NaverShoppingApi;
  readonly broadcast: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly cursor: string | null;
  readonly pace: NaverShoppingPace;
}

/** Comments of some pages. */
const REMEMBERED = 1_000;

type Batches = AsyncGenerator<readonly SourceEvent[], void, undefined>;

const ACTIVITY: SourceEvent = { type: 'activity' };
const OVER: SourceEvent = { type: 'ended', outcome: 'over', reason: 'the broadcast is over' };
const WAITING: SourceEvent = { type: 'waiting', reason: 'The broadcast has not begun yet.' };
const BLOCKED: SourceEvent = {
  type: 'ended',
  outcome: 'refused',
  reason: 'the platform has blocked the broadcast',
};

/** The comments of a broadcast as they come, from before it begins until it is over. */
export async function* readLive(options: LiveOptions): Batches {
  const { clock, signal, pace, broadcast, cursor } = options;
  const status = createStatus(options);
  const comments = createComments(options);
  const timetable = createTimetable(clock, pace.commentsMs);
  let statusAt = clock.now();
  let connected = false;

  while (!signal.aborted) {
    const events: SourceEvent[] = [];
    let ending: SourceEvent | undefined;
    if (clock.now() >= statusAt) {
      statusAt = Math.max(statusAt + pace.statusMs, clock.now());
      const told = await status.ask();
      if (isAborted(signal)) return;
      events.push(...told.events);
      ending = told.ended;
      // What was said since the last time is still there for one who has read before.
      if (!ending && told.stage === 'over')
        ending = connected || cursor !== null ? OVER : alreadyOver(broadcast);
      if (!ending && told.stage === 'not-begun') events.push(WAITING);
      if (!connected && (ending === OVER || (!ending && told.stage === 'on'))) {
        connected = true;
        events.push({ type: 'connected' });
      }
    }
    if (connected && (ending === undefined || ending === OVER)) {
      for (let more = true; more;) {
        const said = await comments.ask();
        if (isAborted(signal)) return;
        events.push(...said.events);
        ending = said.ended ?? ending;
        more = said.more;
        // Page by page, so that a long way to catch up is seen to go on, and waits for the log.
        if (more) yield events.splice(0);
      }
    }
    if (ending) events.push(ending);
    if (events.length > 0) yield events;
    if (ending) return;
    await timetable.next(signal);
  }
}

function alreadyOver(broadcast: string): SourceEvent {
  const replay = `https://view.shoppinglive.naver.com/replays/${broadcast}`;
  return {
    type: 'ended',
    outcome: 'refused',
    reason: `the broadcast is over; its comments are at ${replay}`,
  };
}

interface Told {
  /** As last heard. */
  readonly stage: BroadcastStage;
  readonly events: readonly SourceEvent[];
  readonly ended?: SourceEvent;
}

/** Asks how the broadcast is, and only for what has changed. */
function createStatus({ api, broadcast }: LiveOptions): { ask(): Promise<Told> } {
  let validators: Validators | undefined;
  // Where the platform describes it in a way that is not understood, its comments may still be.
  let stage: BroadcastStage = 'on';
  let title: string | null | undefined;

  return {
    async ask() {
      const answer = await api.broadcast(validators);
      if ('notModified' in answer && answer.notModified) return { stage, events: [ACTIVITY] };
      const understood = understand(answer, parseBroadcast);
      if ('ended' in understood) return { stage, events: [], ended: understood.ended };
      if ('unparsed' in understood) return { stage, events: [understood.unparsed] };
      if ('validators' in answer) validators = answer.validators;
      const told = understood.content;
      stage = told.stage;
      if (stage === 'blocked') return { stage, events: [], ended: BLOCKED };
      if (told.title === title) return { stage, events: [ACTIVITY] };
      title = told.title;
      return { stage, events: [{ type: 'show', platformBroadcastId: broadcast, title }] };
    },
  };
}

interface Said {
  readonly events: readonly SourceEvent[];
  /** The page was full: there may be more behind it. */
  readonly more: boolean;
  readonly ended?: SourceEvent;
}

/**
 * Reads the comments since the last time, a page at a time. A platform that gives no cursor gives the same comments
 * again and again, for as long as few are written: they are passed on once.
 */
function createComments({ api, cursor: start, clock }: LiveOptions): { ask(): Promise<Said> } {
  const seen = createRecentIds({ capacity: REMEMBERED });
  let cursor = start;
  let askedAt: number | undefined;

  function isNew(event: CommentEvent): boolean {
    const key = event.type === 'message' ? event.message.messageId : Buffer.from(event.payload).toString();
    if (seen.has(key)) return false;
    seen.add(key, clock.now());
    return true;
  }

  return {
    async ask() {
      const understood = understand(await api.recentComments(cursor), parseRecentPage);
      if ('ended' in understood) return { events: [], more: false, ended: understood.ended };
      if ('unparsed' in understood) return { events: [understood.unparsed], more: false };
      const { events: said, next, size } = understood.content;
      const fresh = said.filter(isNew);
      const full = size >= RECENT_PAGE_SIZE;
      const events: SourceEvent[] = [ACTIVITY];
      if (cursor === null && askedAt !== undefined && full && fresh.length === size)
        events.push(missedBefore(fresh, askedAt, clock.now()));
      events.push(...fresh);
      askedAt = clock.now();
      if (next === null || next === cursor) return { events, more: false };
      // A page without a cursor is the last there is, full or not.
      const more = full && cursor !== null;
      cursor = next;
      events.push({ type: 'progress', cursor, time: null });
      return { events, more };
    },
  };
}

/** Without a cursor there is only the last page: where it holds nothing known, there may have been more before it. */
function missedBefore(fresh: readonly CommentEvent[], from: number, now: number): SourceEvent {
  const times = fresh.flatMap((event) =>
    event.type === 'message' && event.message.sentAt !== null ? [event.message.sentAt] : [],
  );
  const to = Math.max(from, Math.min(now, ...times));
  return { type: 'missed', from, to, reason: 'the platform gives only the last comments without a cursor' };
}
