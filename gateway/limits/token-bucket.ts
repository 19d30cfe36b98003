import type { Clock } from '../../core/clock.ts';

export interface BucketOptions {
  /** Tokens that come back per second. */
  readonly perSecond: number;
  /** Tokens that it holds at most, and at first. */
  readonly burst: number;
  readonly clock: Clock;
}

/** Takes one token; answers 0, or how many ms to wait for the next one. */
export type TakeToken = () => number;

/** A token bucket, refilled by the clock as it is asked. */
export function createTokenBucket(options: BucketOptions): TakeToken {
  let tokens = options.burst;
  let refilledAt = options.clock.now();
  return () => {
    const now = options.clock.now();
    tokens = Math.min(options.burst, tokens + (Math.max(0, now - refilledAt) / 1_000) * options.perSecond);
    refilledAt = now;
    if (tokens >= 1) {
      tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - tokens) / options.perSecond) * 1_000);
  };
}

/** A bucket per address. Beyond `maxAddresses` the one that was used longest ago is forgotten. */
export function createAddressLimiter(options: BucketOptions & { readonly maxAddresses?: number }) {
  const maxAddresses = options.maxAddresses ?? 10_000;
  const buckets = new Map<string, TakeToken>();
  return (address: string): number => {
    const bucket = buckets.get(address) ?? createTokenBucket(options);
    buckets.delete(address);
    buckets.set(address, bucket);
    if (buckets.size > maxAddresses) {
      const oldest = buckets.keys().next();
      if (!oldest.done) buckets.delete(oldest.value);
    }
    return bucket();
  };
}
