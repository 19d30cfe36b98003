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
  // Occurrences in order of offset, as columns: a partition may hold tens of thousands. `head` is the oldest kept.
  let offsets: number[] = [];
  let broadcasts: string[] = [];
  let ids: string[] = [];
  let head = 0;

  function forget(offset: number, broadcastId: string, id: string): void {
    const known = lastOffsets.get(broadcastId);
    if (known?.get(id) === offset) known.delete(id);
    if (known?.size === 0) lastOffsets.delete(broadcastId);
  }

  function forgetBefore(oldest: number): void {
    for (let offset = offsets[head]; offset !== undefined && offset < oldest; offset = offsets[head]) {
      forget(offset, broadcasts[head] ?? '', ids[head] ?? '');
      head += 1;
    }
    if (head <= reach / 4) return;
    offsets = offsets.slice(head);
    broadcasts = broadcasts.slice(head);
    ids = ids.slice(head);
    head = 0;
  }

  return {
    isRepeat(broadcastId, id, offset) {
      forgetBefore(offset - reach);
      let known = lastOffsets.get(broadcastId);
      if (!known) lastOffsets.set(broadcastId, (known = new Map()));
      const repeat = known.has(id);
      known.set(id, offset);
      offsets.push(offset);
      broadcasts.push(broadcastId);
      ids.push(id);
      return repeat;
    },
  };
}
