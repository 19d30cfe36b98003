/**
 * The promise's rules for one partition of `chat.raw`, worked out anew from their words alone: what `verify` compares
 * the product with must not be the product's own code.
 */
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { MessagePosted } from '../../core/events/generated.ts';

/** An id that occurs at one of so many offsets before is a repeat. */
export const REPEAT_REACH = 50_000;
const BEHIND_MS = 9 * 60_000;
const AHEAD_MS = 60_000;
export const MINUTE_MS = 60_000;

/** An event that `chat.raw` may hold and `analyze` passes on. */
export type RawEvent = Extract<
  ChatpulseEvent,
  { type: 'MessagePosted' | 'MessageRemoved' | 'PlatformSanctioned' | 'ChatCleared' | 'SourceProgress' }
>;

export function isRawEvent(event: ChatpulseEvent): event is RawEvent {
  switch (event.type) {
    case 'MessagePosted':
    case 'MessageRemoved':
    case 'PlatformSanctioned':
    case 'ChatCleared':
    case 'SourceProgress':
      return true;
    default:
      return false;
  }
}

/** Which ids occurred at the last 50,000 offsets, whether they were kept or dropped. */
export interface RepeatRule {
  /** `repeat`: the message's own id occurred. `copy`: the id of the message that it is a copy of occurred. */
  judge(message: MessagePosted, offset: number): 'new' | 'repeat' | 'copy';
}

export function createRepeatRule(): RepeatRule {
  /** Last offset by id. Two generations, so that old ones are let go all at once. */
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  let youngFrom = 0;

  function occurs(key: string, offset: number): boolean {
    const last = young.get(key) ?? old.get(key);
    young.set(key, offset);
    return last !== undefined && offset - last <= REPEAT_REACH;
  }

  return {
    judge({ broadcastId, messageId, originId }, offset) {
      if (offset - youngFrom > REPEAT_REACH) {
        old = young;
        young = new Map();
        youngFrom = offset;
      }
      const own = occurs(`${broadcastId}\n${messageId}`, offset);
      const copied =
        originId !== null && originId !== messageId && occurs(`${broadcastId}\n${originId}`, offset);
      if (own) return 'repeat';
      return copied ? 'copy' : 'new';
    },
  };
}

/** One clock per broadcast: `max(last, clamp(eventTime, rawAppend - 9 min, rawAppend + 1 min))`; recorded ones unclamped. */
export interface ClockRule {
  timeOf(event: RawEvent, rawAppend: number): number;
  knows(broadcastId: string): boolean;
  /** Takes over a time that records before the kept log have brought about. */
  adopt(broadcastId: string, time: number): void;
}

export function createClockRule(): ClockRule {
  const last = new Map<string, number>();
  return {
    timeOf({ type, data }, rawAppend) {
      let time = data.eventTime;
      if (data.clock === 'live') {
        time = Math.max(time, rawAppend - BEHIND_MS);
        time = Math.min(time, rawAppend + AHEAD_MS);
      }
      time = Math.max(time, last.get(data.broadcastId) ?? Number.NEGATIVE_INFINITY);
      // The last record of a broadcast moves its clock past every open window.
      if (type === 'SourceProgress' && data.final) time = (Math.floor(time / MINUTE_MS) + 1) * MINUTE_MS;
      last.set(data.broadcastId, time);
      return time;
    },
    knows: (broadcastId) => last.has(broadcastId),
    adopt: (broadcastId, time) => void last.set(broadcastId, time),
  };
}
