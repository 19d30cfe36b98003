/**
 * The ids that occurred at the last offsets of a partition. An id counts as a repeat when it occurs, kept or dropped,
 * at one of the `reach` offsets before; so every reader of the log comes to the same answer, wherever it began.
 */
export interface RecentIds {
  /** Takes note of an id at an offset and tells whether it is a repeat. Offsets never go back. */
  isRepeat(broadcastId: string, id: string, offset: number): boolean;
}

export function createRecentIds(reach: number): RecentIds {
  const lastOffsets = new Map<string, Map<string, number>>();
  /** Occurrences in order of offset: [offset, broadcastId, id]; `head` is the oldest still kept. */
  let queue: (readonly [number, string, string])[] = [];
  let head = 0;

  function forgetBefore(oldest: number): void {
    for (let entry = queue[head]; entry && entry[0] < oldest; entry = queue[head]) {
      const [offset, broadcastId, id] = entry;
      const ids = lastOffsets.get(broadcastId);
      if (ids?.get(id) === offset) ids.delete(id);
      if (ids?.size === 0) lastOffsets.delete(broadcastId);
      head += 1;
    }
    if (head > reach) {
      queue = queue.slice(head);
      head = 0;
    }
  }

  return {
    isRepeat(broadcastId, id, offset) {
      forgetBefore(offset - reach);
      let ids = lastOffsets.get(broadcastId);
      if (!ids) lastOffsets.set(broadcastId, (ids = new Map()));
      const repeat = ids.has(id);
      ids.set(id, offset);
      queue.push([offset, broadcastId, id]);
      return repeat;
    },
  };
}
