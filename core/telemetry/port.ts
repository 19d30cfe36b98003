import type { NameOfKind, TagsOf } from './catalogue.ts';

/**
 * Where a part tells how it does. Every call is cheap enough for a batch, not for a message: nothing is sent, only added
 * up in memory. No call ever throws or waits. Names and tags are those of the catalogue; tag values are bounded there.
 */
export interface Telemetry {
  /** Adds `n` (default 1) to a counter. */
  count<N extends NameOfKind<'counter'>>(name: N, tags: TagsOf<N>, n?: number): void;
  /** Sets a gauge; it is told again until it is set anew. `undefined`: it is told no more, as what it measured is gone. */
  gauge<N extends NameOfKind<'gauge'>>(name: N, tags: TagsOf<N>, value: number | undefined): void;
  /** Adds one duration, ms. */
  timing<N extends NameOfKind<'timing'>>(name: N, tags: TagsOf<N>, ms: number): void;
}

/** Keeps nothing: for tests and commands that nobody watches. */
export const noTelemetry: Telemetry = {
  count: () => undefined,
  gauge: () => undefined,
  timing: () => undefined,
};
