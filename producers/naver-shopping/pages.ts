import { z } from 'zod';
import { interpretComment } from './comment.ts';

const cursorShape = z.union([z.string().max(200), z.number()]).nullish();

const recentShape = z.object({ list: z.array(z.unknown()), next: cursorShape });

const replayShape = z.object({
  comments: z.array(z.unknown()),
  hasNext: z.boolean().nullish(),
  lastCommentNo: cursorShape,
});

export type CommentEvent = ReturnType<typeof interpretComment>;

/** A page of comments, oldest first. */
export interface CommentPage {
  readonly events: readonly CommentEvent[];
  /** Comments on it, understood or not. */
  readonly size: number;
  /** Where the next page begins; null: where this one did. */
  readonly next: string | null;
  /** Replays only: there are more. */
  readonly more: boolean;
}

/** What `recent-comments` answers; undefined where it is no such page. */
export function parseRecentPage(json: unknown): CommentPage | undefined {
  const parsed = recentShape.safeParse(json);
  if (!parsed.success) return undefined;
  const { list, next } = parsed.data;
  return { events: inOrder(list.map(interpretComment)), size: list.length, next: textOf(next), more: false };
}

/** What `replays/comments` answers; undefined where it is no such page. */
export function parseReplayPage(json: unknown): CommentPage | undefined {
  const parsed = replayShape.safeParse(json);
  if (!parsed.success) return undefined;
  const { comments, lastCommentNo, hasNext } = parsed.data;
  return {
    events: inOrder(comments.map(interpretComment)),
    size: comments.length,
    next: textOf(lastCommentNo),
    more: hasNext === true,
  };
}

/** By time: the platform promises no order within a page. What has no time stays behind what stood before it. */
function inOrder(events: readonly CommentEvent[]): CommentEvent[] {
  let last = 0;
  const timed = events.map((event) => {
    const time = event.type === 'message' ? (event.message.sentAt ?? last) : last;
    last = time;
    return { event, time };
  });
  return timed.sort((a, b) => a.time - b.time).map(({ event }) => event);
}

function textOf(cursor: string | number | null | undefined): string | null {
  return cursor === null || cursor === undefined || cursor === '' ? null : String(cursor);
}
