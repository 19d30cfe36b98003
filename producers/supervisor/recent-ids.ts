export interface RecentIdsOptions {
  /** At least so many ids are remembered, as long as they are young enough; at most twice as many. */
  readonly capacity: number;
  /** Ids older than this (ms) may be forgotten, so that hundreds of chats cost little; undefined: never. */
  readonly maxAgeMs?: number;
  /** So many of the last ids are remembered however old they are. */
  readonly always?: number;
}

/** Remembers the last ids, in two halves that take turns. */
export interface RecentIds {
  has(id: string): boolean;
  /** `now` in ms since 1970. */
  add(id: string, now: number): void;
}

export function createRecentIds({ capacity, maxAgeMs = Infinity, always = 0 }: RecentIdsOptions): RecentIds {
  let young = new Set<string>();
  let old = new Set<string>();
  let since: number | undefined;
  return {
    has: (id) => young.has(id) || old.has(id),
    add(id, now) {
      since ??= now;
      if (young.size >= capacity || (young.size >= always && now - since > maxAgeMs)) {
        old = young;
        young = new Set();
        since = now;
      }
      young.add(ownString(id));
    },
  };
}

/** A part that was cut from a line keeps all of the line in memory: a copy does not. */
function ownString(part: string): string {
  return part.isWellFormed() ? Buffer.from(part).toString() : part;
}
