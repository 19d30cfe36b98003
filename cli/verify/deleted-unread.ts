/** Where a closed window is, in the order of closing. */
export interface WindowPlace {
  readonly broadcastId: string;
  readonly sizeMs: number;
  readonly start: number;
  /** The offset in `chat.analyzed` of the record that closed it. */
  readonly closedBy: number;
}

export interface DeletedUnreadOptions {
  /** How many stretches of what was published were deleted before the store's part had read them. */
  readonly stretches: number;
  /** Whether a window, or an earlier one of its broadcast and size, was published behind the last stretch. */
  readonly isBehind: (window: WindowPlace) => boolean;
  /** Everything that was published behind the last stretch is still kept. */
  readonly behindIsWhole: boolean;
}

/**
 * Decides which of the windows that a store does not have were deleted from the log before its part had read them.
 *
 * Windows are published in the order in which they close, so that of a stretch of the log a run of windows is missing
 * that follow each other in this order: what the store has in between tells runs apart. Each stretch that is on record
 * explains one run at most, and the last stretch none that is followed by a window which was published before it.
 */
export interface DeletedUnread {
  /** Takes a window that the store has; in the order of closing, with those it does not have. */
  stored(window: WindowPlace): void;
  /** Takes a window that the store does not have. False where no stretch can explain it. */
  missing(window: WindowPlace): boolean;
  /** Of those that `missing` took: how many the stretches explain, and which they cannot. */
  settle(): { readonly explained: number; readonly lost: readonly WindowPlace[] };
}

interface Run {
  readonly windows: WindowPlace[];
  /** A window that was published before the last stretch comes after this run. */
  beforeLast: boolean;
}

export function createDeletedUnread(options: DeletedUnreadOptions): DeletedUnread {
  const { stretches, isBehind, behindIsWhole } = options;
  const runs: Run[] = [];
  let current: Run | undefined;

  return {
    stored(window) {
      const last = runs.at(-1)?.windows.at(-1);
      // What one record closes is published in any order.
      if (!last || window.closedBy <= last.closedBy) return;
      current = undefined;
      if (!behindIsWhole || isBehind(window)) return;
      for (const run of runs) run.beforeLast = true;
    },
    missing(window) {
      if (stretches === 0 || isBehind(window)) return false;
      if (!current) runs.push((current = { windows: [], beforeLast: false }));
      current.windows.push(window);
      return true;
    },
    settle() {
      let explained = 0;
      let left = stretches;
      const lost: WindowPlace[] = [];
      for (const { windows, beforeLast } of [...runs].reverse()) {
        if (beforeLast) left = Math.min(left, stretches - 1);
        if (left > 0) explained += windows.length;
        else lost.unshift(...windows);
        left -= 1;
      }
      return { explained, lost };
    },
  };
}
