import { deadLetterTopic } from '../../core/events/topics.ts';
import type { Entry } from './appender.ts';

/** So many dead letters in so long a time are kept; the rest is only counted. */
const SAMPLE = 1_000;
const SAMPLE_MS = 60_000;
/** So much of a payload is kept. */
const MAX_PAYLOAD = 1024 * 1024;

export interface DeadLetter {
  /** The broadcast, or the channel where no broadcast runs. */
  readonly key: string;
  readonly payload: Uint8Array;
  readonly reason: string;
  /** Where in the source it stood. */
  readonly position?: string;
}

/** What a source could not understand, on its way to the dead-letter topic of `chat.raw`. */
export interface DeadLetters {
  /** Undefined where it is counted but not kept. */
  entry(letter: DeadLetter, now: number): Entry | undefined;
  counters(): { readonly unparsed: number; readonly notKept: number };
}

export function createDeadLetters(platform: string): DeadLetters {
  let unparsed = 0;
  let notKept = 0;
  let windowStart = -Infinity;
  let inWindow = 0;

  return {
    entry({ key, payload, reason, position }, now) {
      unparsed += 1;
      if (now - windowStart >= SAMPLE_MS) {
        windowStart = now;
        inWindow = 0;
      }
      inWindow += 1;
      if (inWindow > SAMPLE) {
        notKept += 1;
        return undefined;
      }
      const cut = payload.length > MAX_PAYLOAD;
      return {
        record: {
          topic: deadLetterTopic('chat.raw'),
          key,
          value: Buffer.from(payload.subarray(0, MAX_PAYLOAD)),
          headers: {
            'dead-letter-topic': 'chat.raw',
            'dead-letter-handler': `producers/${platform}`,
            'dead-letter-reason': reason,
            ...(position === undefined ? {} : { 'dead-letter-position': position }),
            ...(cut ? { 'dead-letter-bytes': String(payload.length) } : {}),
          },
        },
      };
    },
    counters: () => ({ unparsed, notKept }),
  };
}
