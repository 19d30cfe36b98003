import type { Commit } from '../log/port.ts';

/** What a commit says besides its offset. */
export interface CommitPoint {
  /** The first record that is needed again after a restart. */
  readonly offset: number;
  /** The offset after the last record whose outcome is published or stored. */
  readonly readTo: number;
  /** The highest `chat.raw` offset taken before `offset`; -1 where there is none. */
  readonly stamp: number;
  /** About when the last record taken was said, by the log's clock: from then on something is missing if the rest is lost. */
  readonly at?: number;
}

export function toCommit(topic: string, partition: number, point: CommitPoint): Commit {
  return {
    topic,
    partition,
    offset: point.offset,
    metadata: JSON.stringify({ readTo: point.readTo, stamp: point.stamp, at: point.at }),
  };
}

/** Reads a commit back; metadata that is missing or foreign counts as nothing known. */
export function fromCommit(commit: Commit | undefined): CommitPoint | undefined {
  if (!commit) return undefined;
  const metadata = parseObject(commit.metadata);
  const at = numberOr(metadata.at, -1);
  return {
    offset: commit.offset,
    readTo: numberOr(metadata.readTo, commit.offset),
    stamp: numberOr(metadata.stamp, -1),
    ...(at >= 0 && { at }),
  };
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> {
  if (!text) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : fallback;
}
