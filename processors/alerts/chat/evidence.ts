import { logGamma } from './log-gamma.ts';
import type { Voices } from './share.ts';

/** What is taken for usual of a share: how likely it is to be what, as a beta distribution. */
export interface Usual {
  /** The middle of it. */
  readonly share: number;
  /** The standard deviation: how far it wanders by itself, and how little is known of it. */
  readonly spread: number;
}

/** Shares that lie closer to none than this are told from none by no chat. */
const LEAST_SHARE = 0.005;
/** A share that surges rises by so much at least, and by so many times as much at most: never does everybody join in. */
const MOST_TIMES = 3;
const MOST_SHARE = 0.9;
/** In between it may be anything: so many values stand for all of them. */
const VALUES = 6;

export interface EvidenceOptions {
  readonly voices: Voices;
  readonly usual: Usual;
  /** How far a share rises at least in a surge. */
  readonly rise: number;
}

/**
 * How much better voices are explained by a surge than by what is usual, in nats: the logarithm of a ratio of likelihoods.
 * In a surge the share is one of several above what is usual, none likelier than another (a mixture: Robbins 1970); usually
 * it is beta-binomial (Skellam 1948), which allows for what is not known of it. Asked after each arrival for all moments
 * since when the mood might have turned, this is the weighted CUSUM that finds a change to an unknown value about as early
 * as its false alarms allow (Lorden 1971; Pollak and Siegmund 1975; Lai 1998).
 */
export function evidenceOf({ voices, usual, rise }: EvidenceOptions): number {
  const { marked } = voices;
  const others = voices.all - marked;
  const mean = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, usual.share));
  const size = Math.max(2, (mean * (1 - mean)) / usual.spread ** 2 - 1);
  const a = mean * size;
  const b = size - a;
  return logSurge({ marked, others, share: mean, rise }) - (logBeta(a + marked, b + others) - logBeta(a, b));
}

function logSurge(of: {
  readonly marked: number;
  readonly others: number;
  readonly share: number;
  readonly rise: number;
}): number {
  const { marked, others, share, rise } = of;
  const low = Math.min(MOST_SHARE - 0.1, share + rise);
  const high = Math.min(MOST_SHARE, Math.max(low + 0.1, share + MOST_TIMES * rise));
  const logs = Array.from({ length: VALUES }, (_, index) => {
    const value = low + ((high - low) * (index + 0.5)) / VALUES;
    return marked * Math.log(value) + others * Math.log(1 - value);
  });
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, one) => sum + Math.exp(one - most), 0) / VALUES);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
