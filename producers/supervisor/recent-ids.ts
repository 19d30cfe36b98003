/** Remembers the last ids, at least `capacity` and at most twice as many, in two halves that take turns. */
export interface RecentIds {
  has(id: string): boolean;
  add(id: string): void;
}

export function createRecentIds(capacity = 50_000): RecentIds {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (id) => young.has(id) || old.has(id),
    add(id) {
      young.add(id);
      if (young.size < capacity) return;
      old = young;
      young = new Set();
    },
  };
}
