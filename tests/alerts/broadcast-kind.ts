import type { ChatRuleName } from '../../core/alerts/rule.ts';

/** A stretch in which the mood turns, the chat is loud or silent, which an alert should tell of. ms from the beginning of the broadcast. */
export interface MarkedSurge {
  readonly from: number;
  readonly to: number;
}

/** Somebody, or some, who write beside the audience: a bot, an angry viewer. */
export interface Intruder {
  readonly from: number;
  readonly to: number;
  readonly perMinute: number;
  readonly authors: number;
  readonly negative: number;
  readonly profane: number;
}

/** The audience at one moment. */
export interface Mood {
  readonly perMinute: number;
  /** Share of negative messages. */
  readonly negative: number;
  /** Share of profane messages among the negative ones. */
  readonly profane?: number;
  /** Share of profane messages among the others: of those who swear for joy. */
  readonly swearing?: number;
}

/** A synthesised broadcast: what its audience does at each moment, and what of that is a surge. */
export interface BroadcastKind {
  readonly name: string;
  readonly minutes: number;
  /** Regular viewers; who writes is drawn so that few write much. */
  readonly viewers: number;
  /** At `ms` from the beginning. */
  readonly at: (ms: number) => Mood;
  readonly surges: readonly MarkedSurge[];
  /** Which rule should tell of them; default: negative-surge. */
  readonly rule?: ChatRuleName;
  readonly intruders?: readonly Intruder[];
}

export const MINUTE = 60_000;

export function within(ms: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return ms >= from && ms < to;
}
