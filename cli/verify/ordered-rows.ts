/** Rows of a store in ascending order, read in blocks, for merging with what the log says should be there. */
export interface OrderedRows<T> {
  /** Gives all rows below `key` to `skipped`, then answers the row of exactly this key, if there is one. */
  take(key: number, skipped: (row: T) => void): T | undefined;
}

export interface OrderedRowsOptions<T> {
  /** At most `limit` rows whose key is above. */
  readonly load: (above: number, limit: number) => readonly T[];
  readonly keyOf: (row: T) => number;
}

const BLOCK = 256;

export function createOrderedRows<T>(options: OrderedRowsOptions<T>): OrderedRows<T> {
  const { load, keyOf } = options;
  let block: readonly T[] = [];
  let next = 0;
  let last = Number.NEGATIVE_INFINITY;
  let ended = false;

  function head(): T | undefined {
    if (next >= block.length && !ended) {
      block = load(last, BLOCK);
      next = 0;
      const end = block.at(-1);
      if (end === undefined) ended = true;
      else last = keyOf(end);
    }
    return block[next];
  }

  return {
    take(key, skipped) {
      for (let row = head(); row !== undefined; row = head()) {
        const its = keyOf(row);
        if (its > key) return undefined;
        next += 1;
        // Nothing is kept of a block that is read.
        if (next >= block.length) [block, next] = [[], 0];
        if (its === key) return row;
        skipped(row);
      }
      return undefined;
    },
  };
}
