/** What was dropped because the buffer was full, until it can be recorded as a gap. */
export interface Overflow {
  /** A message of a broadcast was dropped. */
  drop(broadcastId: string, now: number): void;
  /** The gaps to record, now that there is room; none is given twice. */
  takeGaps(now: number): readonly OverflowGap[];
  /** Messages dropped so far. */
  missed(): number;
}

export interface OverflowGap {
  readonly broadcastId: string;
  readonly from: number;
  readonly to: number;
  readonly missed: number;
}

export function createOverflow(): Overflow {
  const open = new Map<string, { readonly from: number; missed: number }>();
  let missed = 0;
  return {
    drop(broadcastId, now) {
      missed += 1;
      const gap = open.get(broadcastId) ?? { from: now, missed: 0 };
      gap.missed += 1;
      open.set(broadcastId, gap);
    },
    takeGaps(now) {
      if (open.size === 0) return [];
      const gaps = [...open].map(([broadcastId, gap]) => ({ broadcastId, ...gap, to: now }));
      open.clear();
      return gaps;
    },
    missed: () => missed,
  };
}
