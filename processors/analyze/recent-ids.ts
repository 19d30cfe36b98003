/**
 * The ids that occurred at the last offsets of a partition. An id counts as a repeat when it occurs, kept or dropped,
 * at one of the `reach` offsets before; so every reader of the log comes to the same answer, wherever it began.
 */
export interface RecentIds {
  /** Takes note of an id at an offset and tells whether it is a repeat. Offsets never go back. */
  isRepeat(broadcastId: string, id: string, offset: number): boolean;
}

/** The ids of one broadcast with the offset of their last occurrence. */
interface BroadcastIds {
  readonly broadcastId: string;
  readonly last: Map<string, number>;
}

export function createRecentIds(reach: number): RecentIds {
  const byBroadcast = new Map<string, BroadcastIds>();
  // Occurrences in order of offset, as columns: a partition may hold tens of thousands. `head` is the oldest kept.
  let offsets: number[] = [];
  let owners: BroadcastIds[] = [];
  let ids: string[] = [];
  let head = 0;

  function forgetBefore(oldest: number): void {
    for (;;) {
      const offset = offsets[head];
      const owner = owners[head];
      const id = ids[head];
      if (offset === undefined || offset >= oldest || !owner || id === undefined) break;
      if (owner.last.get(id) === offset) owner.last.delete(id);
      if (owner.last.size === 0) byBroadcast.delete(owner.broadcastId);
      head += 1;
    }
    if (head <= reach / 4) return;
    offsets = offsets.slice(head);
    owners = owners.slice(head);
    ids = ids.slice(head);
    head = 0;
  }

  return {
    isRepeat(broadcastId, id, offset) {
      forgetBefore(offset - reach);
      let owner = byBroadcast.get(broadcastId);
      if (!owner) byBroadcast.set(broadcastId, (owner = { broadcastId, last: new Map() }));
      const repeat = owner.last.has(id);
      owner.last.set(id, offset);
      offsets.push(offset);
      owners.push(owner);
      ids.push(id);
      return repeat;
    },
  };
}
