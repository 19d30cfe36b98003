import type { TopicName } from '../../core/events/topics.ts';
import type { PartitionRange } from '../../core/log/port.ts';
import { plural } from '../../core/plural.ts';
import type { CommitPoint } from '../../core/runtime/commit-metadata.ts';
import { grouped } from '../progress-line.ts';
import type { ReaderName } from '../readers.ts';

/** How far a part has come in a partition. */
export interface PartPosition {
  readonly part: ReaderName;
  readonly topic: TopicName;
  readonly partition: number;
  readonly point: CommitPoint;
}

/** A position that retention has overtaken, and where it can go on. */
export interface Skip extends PartPosition {
  /** Offsets that the part needs and that are gone: from, to before `to`. */
  readonly from: number;
  readonly to: number;
  /** The position to go on from. */
  readonly next: CommitPoint;
}

/** The positions that lie before what the log keeps. One past its end belongs to another log and is not touched. */
export function planSkips(
  positions: readonly PartPosition[],
  rangesOf: (topic: TopicName) => readonly PartitionRange[],
): Skip[] {
  return positions.flatMap((at) => {
    const range = rangesOf(at.topic).find(({ partition }) => partition === at.partition);
    const { point } = at;
    if (!range || point.offset >= range.start) return [];
    // What is published already stays published once: up to `readTo` records only restore state. The stamp stays too,
    // so that a repeat of a lost record, where one is kept, is taken once.
    const next = { ...point, offset: range.start, readTo: Math.max(point.readTo, range.start) };
    return [{ ...at, from: point.offset, to: range.start, next }];
  });
}

/** A skip as a line for the user. */
export function describeSkip({ part, topic, partition, from, to }: Skip): string {
  return `skip    ${part}, ${topic}/${partition}: ${from} -> ${to}, ${grouped(to - from)} ${plural(to - from, 'record is', 'records are')} lost to it`;
}
