import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import type { EventLog, LogRecord } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import { saidAt } from '../../core/runtime/said-at.ts';
import { stampOf } from '../../core/runtime/stamp.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import type { Skip } from './plan.ts';

/** What can be told of the records of a skip, which nobody can read any more. */
export interface LostSpan {
  /** When the last record before them was said, ms since 1970; undefined where nobody knows. */
  readonly after: number | undefined;
  /** When the first record behind them was said; where there is none, now. */
  readonly before: number;
  /** Their `chat.raw` offsets lie between these; undefined where the topic has none. */
  readonly stamps: { readonly above: number; readonly below: number } | undefined;
}

export interface LostSpanOptions {
  readonly log: Pick<EventLog, 'read' | 'committed'>;
  readonly codec: EventCodec;
  readonly now: number;
}

/** A window that was open at the last record is lost in part: the longest began so long before. */
const OPEN_MS = 60_000;

export async function lostSpan(skip: Skip, options: LostSpanOptions): Promise<LostSpan> {
  const { log, codec, now } = options;
  const { topic, partition, part, point } = skip;
  const first = firstReadable(await log.read({ topic, partition, offset: skip.to }), codec);
  const before = first ? saidAt(first.event, first.appendTime) : now;
  const needsOpen = part === 'windows' || part === 'words';
  const after = point.at === undefined ? undefined : Math.min(point.at - (needsOpen ? OPEN_MS : 0), before);
  if (topic !== 'chat.analyzed') return { after, before, stamps: undefined };
  const below = (first && stampOf(first.event)) ?? (await analysedTo(log, partition));
  return { after, before, stamps: { above: point.stamp, below } };
}

/** What cannot be read tells nothing; the part sets it aside when it gets there. */
function firstReadable(
  records: readonly LogRecord[],
  codec: EventCodec,
): { readonly event: ChatpulseEvent; readonly appendTime: number } | undefined {
  for (const { value, appendTime, damaged } of records) {
    if (damaged !== undefined) continue;
    try {
      return { event: codec.decode(value), appendTime };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Where nothing is kept, everything that was analysed is lost. */
async function analysedTo(log: Pick<EventLog, 'committed'>, partition: number): Promise<number> {
  const commits = await log.committed(groupOf('analyze'));
  return fromCommit(commits.find((commit) => commit.partition === partition))?.readTo ?? 0;
}
