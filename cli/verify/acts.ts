/** What was done to messages, as far as the archive has read: removals, sanctions, clears, verdicts, erasures. */
import type { EventCodec } from '../../core/events/codec.ts';
import type { MessagePosted } from '../../core/events/generated.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { decode } from './analyzed-stream.ts';

export interface ExpectedState {
  readonly removed: { readonly at: number; readonly kind: 'message' | 'author' | 'chat' } | null;
  readonly hidden: boolean;
  readonly approved: boolean;
}

/** Something the platform did, in order of `chat.raw`. */
interface Act {
  readonly stamp: number;
  readonly at: number;
}

/** Acts of the platform in one partition. Memory grows with the number of acts, not of messages. */
export interface PlatformActs {
  take(record: LogRecord): void;
  /** The earliest act that removes the message; a sanction and a clear concern what was said before. */
  removalOf(message: MessagePosted, stamp: number): ExpectedState['removed'];
}

const ACTS = new Set(['MessageRemoved', 'PlatformSanctioned', 'ChatCleared']);

export function createPlatformActs(codec: EventCodec): PlatformActs {
  const removals = new Map<string, Act>();
  const sanctions = new Map<string, Act[]>();
  const clears = new Map<string, Act[]>();

  return {
    take(record) {
      const name = record.damaged === undefined ? codec.peek(record.value) : undefined;
      if (name === undefined || !ACTS.has(name)) return;
      const event = decode(codec, record.value);
      if (event?.type === 'MessageRemoved') {
        const { broadcastId, messageId, rawOffset, eventTime } = event.data;
        const key = `${broadcastId}\n${messageId}`;
        const known = removals.get(key);
        if (!known || rawOffset < known.stamp) removals.set(key, { stamp: rawOffset, at: eventTime });
      } else if (event?.type === 'PlatformSanctioned') {
        const { broadcastId, authorId, rawOffset, eventTime } = event.data;
        if (authorId !== '')
          append(sanctions, `${broadcastId}\n${authorId}`, { stamp: rawOffset, at: eventTime });
      } else if (event?.type === 'ChatCleared')
        append(clears, event.data.broadcastId, { stamp: event.data.rawOffset, at: event.data.eventTime });
    },
    removalOf(message, stamp) {
      const { broadcastId, messageId, author } = message;
      const removal = removals.size === 0 ? undefined : removals.get(`${broadcastId}\n${messageId}`);
      const sanction =
        sanctions.size === 0 ? undefined : firstAfter(sanctions.get(`${broadcastId}\n${author.id}`), stamp);
      const clear = firstAfter(clears.get(broadcastId), stamp);
      let first: (Act & { readonly kind: 'message' | 'author' | 'chat' }) | undefined;
      if (removal) first = { ...removal, kind: 'message' };
      if (sanction && (!first || sanction.stamp < first.stamp)) first = { ...sanction, kind: 'author' };
      if (clear && (!first || clear.stamp < first.stamp)) first = { ...clear, kind: 'chat' };
      return first ? { at: first.at, kind: first.kind } : null;
    },
  };
}

function append(lists: Map<string, Act[]>, key: string, act: Act): void {
  const list = lists.get(key);
  if (list) list.push(act);
  else lists.set(key, [act]);
}

/** The lists grow in order, but for records that were written again, which change nothing. */
function firstAfter(acts: readonly Act[] | undefined, stamp: number): Act | undefined {
  let first: Act | undefined;
  for (const act of acts ?? []) if (act.stamp > stamp && (!first || act.stamp < first.stamp)) first = act;
  return first;
}

/** Acts of moderators, from `moderation.events`. */
export interface ModeratorActs {
  take(record: LogRecord): void;
  verdictOn(broadcastId: string, messageId: string): Omit<ExpectedState, 'removed'>;
  isErased(message: MessagePosted): boolean;
  readonly erasures: number;
}

const NO_VERDICT = { hidden: false, approved: false };

export function createModeratorActs(codec: EventCodec): ModeratorActs {
  /** Hiding and approving undo each other; restoring undoes hiding alone. The later act wins. */
  const verdicts = new Map<string, { hidden: boolean; approved: boolean }>();
  const erased = new Set<string>();
  return {
    take(record) {
      const event = record.damaged === undefined ? decode(codec, record.value) : undefined;
      if (event?.type === 'AuthorErased') {
        if (event.data.authorId !== '') erased.add(`${event.data.platform}\n${event.data.authorId}`);
        return;
      }
      if (
        event?.type !== 'MessageHidden' &&
        event?.type !== 'MessageRestored' &&
        event?.type !== 'MessageApproved'
      )
        return;
      const key = `${event.data.broadcastId}\n${event.data.messageId}`;
      const before = verdicts.get(key) ?? NO_VERDICT;
      verdicts.set(key, {
        hidden: event.type === 'MessageHidden',
        approved: event.type === 'MessageRestored' ? before.approved : event.type === 'MessageApproved',
      });
    },
    verdictOn: (broadcastId, messageId) =>
      verdicts.size === 0 ? NO_VERDICT : (verdicts.get(`${broadcastId}\n${messageId}`) ?? NO_VERDICT),
    isErased: ({ platform, author }) =>
      erased.size > 0 && author.id !== '' && erased.has(`${platform}\n${author.id}`),
    get erasures() {
      return erased.size;
    },
  };
}
