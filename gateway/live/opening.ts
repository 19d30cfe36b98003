import { analyzedPartition } from '../model/live-model.ts';
import { createBacklog, type BacklogOptions } from './backlog.ts';
import { readCursor, type Cursor } from './cursor.ts';
import { createSnapshots, type SnapshotOptions } from './snapshot.ts';
import type { Subscription } from './viewer.ts';

/** Brings a new subscription to the point from which frames go on: by a snapshot, or by what it missed since its cursor. */
export type Open = (subscription: Subscription, cursor: string | undefined) => Promise<void>;

export function createOpening(options: SnapshotOptions & BacklogOptions): Open {
  const { live, log, hub } = options;
  const sendSnapshot = createSnapshots(options);
  const sendBacklog = createBacklog(options);

  /** Another gateway may have read further than this one, but nobody further than the log. */
  async function leadsSomewhere(broadcastId: string, cursor: Cursor): Promise<boolean> {
    const { topic, partition } = analyzedPartition(broadcastId);
    if (cursor.partition !== partition) return false;
    if (cursor.offset <= live.position(broadcastId)) return true;
    const range = (await log.ranges(topic)).find((one) => one.partition === partition);
    return range !== undefined && cursor.offset <= range.end;
  }

  return async (subscription, cursorText) => {
    const cursor = cursorText === undefined ? undefined : readCursor(cursorText);
    if (cursor && (await leadsSomewhere(subscription.broadcastId, cursor)))
      await sendBacklog(subscription, cursor);
    else await sendSnapshot(subscription);
    hub.start(subscription);
  };
}
