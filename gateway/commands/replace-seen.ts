/** So often a change that looks at nothing before it gives way to faster ones. */
const ATTEMPTS = 5;

export interface ReplaceOptions<T> {
  /** As it holds, by what this gateway has read. */
  readonly now: () => T;
  /** Whether it is as wanted already, so that nothing is changed. */
  readonly isAsWanted: (now: T) => boolean;
  /** The version that the wish is an answer to; undefined where it replaces whatever is there. */
  readonly seen: number | undefined;
  /** Appends the wish as this version and resolves when it was read back, or another of that version before it. */
  readonly record: (version: number) => Promise<void>;
  /** What whoever comes too late is told. */
  readonly late: (now: T) => Error;
}

/**
 * Replaces what is kept as events with versions. The log decides between two that were sent at once, at one gateway or at
 * two: the first of a version holds, and whoever sent the other finds it here.
 */
export async function replaceSeen<T extends { readonly version: number }>(
  options: ReplaceOptions<T>,
): Promise<T> {
  const { now, isAsWanted, seen, record, late } = options;
  for (let attempts = 0; !isAsWanted(now()); attempts += 1) {
    const { version } = now();
    if ((seen !== undefined && seen !== version) || attempts === ATTEMPTS) throw late(now());
    await record(version + 1);
  }
  return now();
}
