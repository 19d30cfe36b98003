import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog } from '../../core/log/port.ts';
import { analyzedPartition, type LiveModel } from '../model/live-model.ts';
import { MessageRing, type RingItem } from '../model/ring.ts';
import type { GatewayLimits } from '../options.ts';
import { writeCursor, type Cursor } from './cursor.ts';
import { writeFrame } from './frame.ts';
import { createGate } from './gate.ts';
import type { Subscription } from './viewer.ts';

/** Readings of the log at the same time, over all viewers. */
const READERS = 8;

export interface BacklogOptions {
  readonly live: LiveModel;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly limits: GatewayLimits;
}

/**
 * Sends a viewer what it missed since its cursor, from memory or, before that, from the log, as fast as it takes it, and
 * leaves the subscription where frames go on. Past `resumeRecords` of the partition the oldest are left out and told.
 */
export function createBacklog(
  options: BacklogOptions,
): (subscription: Subscription, cursor: Cursor) => Promise<void> {
  const { live, log, codec, limits } = options;
  const gate = createGate(READERS);
  const most = limits.frameMessages;

  return async (subscription, cursor) => {
    const { broadcastId, progress, viewer } = subscription;
    const partition = analyzedPartition(broadcastId);
    const { ring } = live.ensure(broadcastId);
    const reader = new MessageRing({ codec, capacity: most, coversFrom: 0, isErased: live.isErased });

    async function readLog(offset: number): Promise<{ items: readonly RingItem[]; next: number }> {
      const records = (await gate(() => log.read({ ...partition, offset, maxRecords: most }))).slice(0, most);
      const first = reader.next;
      for (const record of records)
        if (record.key === broadcastId && record.damaged === undefined)
          reader.push(record.offset, record.value);
      reader.open();
      return {
        items: itemsOf(reader, first, reader.next),
        next: (records.at(-1)?.offset ?? ring.coversFrom - 1) + 1,
      };
    }

    function readMemory(offset: number): { items: readonly RingItem[]; next: number } {
      const first = ring.numberOf(offset);
      const items = itemsOf(ring, first, Math.min(ring.next, first + most));
      return { items, next: (items.at(-1)?.offset ?? offset - 1) + 1 };
    }

    ring.open();
    let offset = cursor.offset;
    if (offset < ring.coversFrom) {
      const range = (await log.ranges(partition.topic)).find((one) => one.partition === partition.partition);
      offset = Math.max(offset, range?.start ?? 0, ring.coversFrom - limits.resumeRecords);
      progress.skipped = offset - cursor.offset;
    }
    // A viewer that takes it more slowly than it comes would be here for ever; frames tell it what it skips.
    const giveUpAt = live.position(broadcastId) + limits.resumeRecords;
    while (subscription.state === 'starting' && offset < giveUpAt) {
      if (offset >= ring.coversFrom && ring.next - ring.numberOf(offset) <= most) break;
      const { items, next } = offset < ring.coversFrom ? await readLog(offset) : readMemory(offset);
      offset = next;
      if (items.length > 0 || progress.skipped > 0) {
        viewer.sendText(
          writeFrame({
            broadcastId,
            cursor: writeCursor({ partition: partition.partition, offset }),
            messages: textsOf(items, 'message'),
            retractions: textsOf(items, 'retraction'),
            skipped: progress.skipped,
          }),
        );
        progress.skipped = 0;
      }
      await viewer.drained();
      ring.open();
    }
    progress.next = ring.numberOf(offset);
  };
}

function itemsOf(ring: MessageRing, from: number, to: number): RingItem[] {
  return Array.from({ length: to - from }, (_, index) => ring.at(from + index)).filter(
    (item) => item !== undefined,
  );
}

function textsOf(items: readonly RingItem[], kind: RingItem['kind']): string[] {
  return items.filter((item) => item.kind === kind).map(({ json }) => json);
}
