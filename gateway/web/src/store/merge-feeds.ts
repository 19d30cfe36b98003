import type { FeedView } from './chat-feed.ts';
import type { ChatEntry, MessageListView } from './message-list.ts';
import { shownAt } from './shown-at.ts';

/**
 * The lines of several feeds in order of time; lines of one feed keep their order. What lies before the oldest line of a
 * feed that has older ones is left out: there would be holes in it. Of the rest the newest `most` are kept.
 */
export function mergeFeeds(
  views: readonly FeedView[],
  { before, most = Infinity }: { readonly before: MessageListView; readonly most?: number },
): MessageListView {
  const entries = mergeEntries(
    views.map((view) => view.list.entries),
    { from: horizonOf(views), most },
  );
  return {
    entries,
    waiting: views.reduce((sum, view) => sum + view.list.waiting, 0),
    startMoved: entries[0]?.key !== before.entries[0]?.key,
  };
}

/** The time from which on no feed lacks anything. */
export function horizonOf(views: readonly FeedView[]): number {
  return Math.max(-Infinity, ...views.filter((view) => !view.atStart).map(oldestOf));
}

/** When the oldest message of a feed was to be seen; nothing bounds where there is none. */
export function oldestOf({ list }: FeedView): number {
  const first = list.entries.find((entry) => entry.kind === 'message');
  return first?.kind === 'message' ? shownAt(first.message) : -Infinity;
}

/** From the newest back, so that what is too old is never looked at. */
function mergeEntries(
  lists: readonly (readonly ChatEntry[])[],
  { from, most }: { readonly from: number; readonly most: number },
): readonly ChatEntry[] {
  const next = lists.map((entries) => entries.length - 1);
  const times = lists.map((entries) => timeOf(entries.at(-1), Infinity));
  const merged: ChatEntry[] = [];
  const copies = new Set<string>();
  while (merged.length < most) {
    const list = indexOfNewest(times);
    const time = times[list] ?? -Infinity;
    const entry = lists[list]?.[next[list] ?? -1];
    if (!entry || time < from) break;
    if (!isCopy(entry, copies)) merged.push(entry);
    const index = (next[list] ?? 0) - 1;
    next[list] = index;
    times[list] = index < 0 ? -Infinity : timeOf(lists[list]?.[index], time);
  }
  return merged.reverse();
}

/** Channels that share a chat each have a copy of every message of it: one is shown. */
function isCopy(entry: ChatEntry, seen: Set<string>): boolean {
  const origin = entry.kind === 'message' ? entry.message.originId : undefined;
  if (origin === undefined) return false;
  if (seen.has(origin)) return true;
  seen.add(origin);
  return false;
}

/** Of equals the last: the one list stands before the other in every line. */
function indexOfNewest(times: readonly number[]): number {
  let newest = -1;
  let best = -Infinity;
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] as number;
    if (time >= best && time > -Infinity) {
      best = time;
      newest = index;
    }
  }
  return newest;
}

/**
 * The time of an entry by which lists are merged. It is never later than that of the entry `after` it, for a list keeps
 * its own order; a note that messages were skipped stands with the entry after it.
 */
function timeOf(entry: ChatEntry | undefined, after: number): number {
  if (!entry) return -Infinity;
  return entry.kind === 'message' ? Math.min(after, shownAt(entry.message)) : after;
}
