import { isOpen, type BroadcastsState, type BroadcastView } from '../../core/broadcasts/state.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { GapRecorded } from '../../core/events/generated.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import type { AppendRecord } from '../../core/log/port.ts';
import { lostRecordsLetter } from '../../core/runtime/dead-letter.ts';
import type { LostSpan } from './lost-span.ts';
import type { Skip } from './plan.ts';

export interface LostEventsOptions {
  readonly broadcasts: BroadcastsState;
  readonly codec: EventCodec;
  /** ms since 1970. */
  readonly now: number;
}

/** What these do not read is in the archive and the figures all the same: nothing of a broadcast is missing. */
const KEEP_NOTHING: ReadonlySet<string> = new Set(['alerts', 'boards', 'notify']);

/** After its end the final progress still closes the windows of a broadcast. */
const AFTER_END_MS = 10 * 60_000;

/**
 * The gap of every broadcast that the lost records may be of: all of the partition that were captured at that time.
 * One that is recorded already, by a run that was cut short, is not recorded again.
 */
export function gapsOf(skip: Skip, span: LostSpan, options: LostEventsOptions): GapRecorded[] {
  if (KEEP_NOTHING.has(skip.part)) return [];
  const reason = `deleted before ${skip.part} had read it`;
  return [...options.broadcasts.broadcasts.values()]
    .filter((view) => partitionOf(view.id, PARTITIONS) === skip.partition && wasOnAir(view, span))
    .map((view) => ({
      channelId: view.channelId,
      broadcastId: view.id,
      from: Math.min(span.before, Math.max(span.after ?? view.startedAt, view.startedAt)),
      to: span.before,
      reason,
      // How many of the records were messages, and whose, nobody can tell.
      missed: null,
      at: options.now,
    }))
    .filter(
      ({ broadcastId, from }) =>
        !options.broadcasts.broadcasts
          .get(broadcastId)
          ?.gaps.some((gap) => gap.from === from && gap.reason === reason),
    );
}

function wasOnAir(view: BroadcastView, { after, before }: LostSpan): boolean {
  const end = isOpen(view) || view.endedAt === null ? Number.POSITIVE_INFINITY : view.endedAt + AFTER_END_MS;
  return view.startedAt <= before && end >= (after ?? Number.NEGATIVE_INFINITY);
}

/** What is to be appended before a position skips: the gaps for people, a dead letter with the exact offsets for `verify`. */
export function lostEvents(skip: Skip, span: LostSpan, options: LostEventsOptions): AppendRecord[] {
  const gaps = gapsOf(skip, span, options).map((gap) => ({
    topic: 'broadcast.events',
    key: gap.channelId,
    value: options.codec.encode('GapRecorded', gap),
  }));
  const { topic, partition, part, from, to } = skip;
  const letter = lostRecordsLetter({
    topic,
    partition,
    handler: part,
    from,
    to,
    reason: `CHATPULSE_OFFSET_OUT_OF_RANGE: deleted before ${part} had read them`,
    ...(span.stamps && { stamps: span.stamps }),
  });
  return [...gaps, letter];
}
