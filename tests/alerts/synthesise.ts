import { MINUTE, within, type BroadcastKind, type MarkedSurge } from './broadcast-kind.ts';
import { createRandom, type Random } from './random.ts';

/** One made message. */
export interface MadeMessage {
  /** ms from the beginning. */
  readonly at: number;
  readonly author: string;
  readonly negative: boolean;
  readonly profane: boolean;
}

export interface MadeBroadcast {
  readonly messages: readonly MadeMessage[];
  readonly surges: readonly MarkedSurge[];
}

/** What an analysis takes for negative of what is not, and overlooks of what is: it errs, as any does. */
const ERRS = { falsely: 0.04, overlooks: 0.18 };

/** What an analysis makes of a share of negative messages. */
export function seenShare(share: number): number {
  return share * (1 - ERRS.overlooks) + (1 - share) * ERRS.falsely;
}

/** Writes a broadcast of a kind; the same for the same seed. */
export function synthesise(kind: BroadcastKind, seed: number): MadeBroadcast {
  const random = createRandom(seed);
  const end = kind.minutes * MINUTE;
  const messages: MadeMessage[] = [];
  const flip = (chance: number): boolean => random.next() < chance;
  const say = (at: number, author: string, negative: boolean, profane: boolean): void => {
    messages.push({ at, author, negative: negative ? !flip(ERRS.overlooks) : flip(ERRS.falsely), profane });
  };
  for (let at = 0; ;) {
    at += nextAfter(at, kind, random);
    if (at >= end) break;
    const { perMinute, negative: share, profane = 0.2, swearing = 0 } = kind.at(at);
    if (perMinute === 0) continue;
    const negative = flip(share);
    // Squared: few write much.
    const author = `v${Math.floor(random.next() ** 2 * kind.viewers)}`;
    say(at, author, negative, negative ? flip(profane) : swearing > 0 && flip(swearing));
  }
  for (const [index, intruder] of (kind.intruders ?? []).entries())
    for (let at = intruder.from; ;) {
      at += random.gap(intruder.perMinute / MINUTE);
      if (!within(at, intruder)) break;
      const author = `intruder${index}-${Math.floor(random.next() * intruder.authors)}`;
      say(at, author, flip(intruder.negative), flip(intruder.profane));
    }
  messages.sort((a, b) => a.at - b.at);
  return { messages, surges: kind.surges };
}

const SILENT_STEP_MS = 500;

/** ms to the next message; where nobody writes, to the next look at whether somebody does. */
function nextAfter(at: number, kind: BroadcastKind, random: Random): number {
  const { perMinute } = kind.at(at);
  return perMinute === 0 ? SILENT_STEP_MS : random.gap(perMinute / MINUTE);
}
