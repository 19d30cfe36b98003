import { emptyBroadcasts, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import type { BroadcastsState } from '../../core/broadcasts/state.ts';
import type { TopicName } from '../../core/events/topics.ts';
import type { PartitionRange } from '../../core/log/port.ts';
import { READERS } from '../readers.ts';
import { lostEvents } from './lost-events.ts';
import { lostSpan } from './lost-span.ts';
import { planSkips, type Skip } from './plan.ts';
import type { PositionStore } from './position-store.ts';

/** What would be skipped. */
export async function findSkips(store: PositionStore): Promise<readonly Skip[]> {
  const ranges = new Map<TopicName, readonly PartitionRange[]>();
  for (const topic of new Set<TopicName>(READERS.flatMap(({ topics }) => topics)))
    ranges.set(topic, await store.log.ranges(topic));
  return planSkips(await store.positions(), (topic) => ranges.get(topic) ?? []);
}

/**
 * Records what is lost and moves the positions to what is kept, in this order: when it is cut short in between it can
 * be done again, and nothing is skipped that is not on record. Answers the number of gaps recorded.
 * @throws ChatpulseError CHATPULSE_GROUP_RUNNING before anything is written
 */
export async function applySkips(
  store: PositionStore,
  skips: readonly Skip[],
  options: { readonly now: number },
): Promise<{ readonly gaps: number }> {
  for (const part of new Set(skips.map((skip) => skip.part))) await store.checkStopped(part);
  const { log, codec } = store;
  const { now } = options;
  const broadcasts = await readBroadcasts(store);
  let gaps = 0;
  for (const skip of skips) {
    const events = lostEvents(skip, await lostSpan(skip, { log, codec, now }), { broadcasts, codec, now });
    await log.append(events);
    gaps += events.filter(({ topic }) => topic === 'broadcast.events').length;
  }
  await store.store(skips.map(({ next, ...at }) => ({ ...at, point: next })));
  return { gaps };
}

async function readBroadcasts({ log, codec }: PositionStore): Promise<BroadcastsState> {
  let state = emptyBroadcasts();
  const topic = 'broadcast.events';
  for (const { partition, start, end } of await log.ranges(topic))
    for (let offset = start; offset < end;) {
      const records = await log.read({ topic, partition, offset });
      for (const { value } of records) {
        try {
          state = reduceBroadcasts(state, codec.decode(value));
        } catch {
          // Set aside by the producers as a dead letter.
        }
      }
      offset = (records.at(-1)?.offset ?? end) + 1;
    }
  return state;
}
