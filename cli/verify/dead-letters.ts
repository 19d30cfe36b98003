import { lostRecordsOf, type LostRecords } from '../../core/runtime/dead-letter.ts';
import { deadLetterTopic } from '../../core/events/topics.ts';
import type { LogRecord } from '../../core/log/port.ts';
import type { DeadLetterCount } from './report.ts';
import type { LogSource } from './sources.ts';

/** Topics whose records can end as dead letters. */
const INPUTS = [
  'chat.raw',
  'chat.analyzed',
  'chat.windows',
  'chat.words',
  'broadcast.events',
  'moderation.rules',
  'moderation.events',
] as const;

/** What was set aside, from the dead-letter topics. */
export interface DeadLetters {
  /** Whether a part set this record aside. */
  has(part: string, topic: string, partition: number, offset: number): boolean;
  readonly counts: readonly DeadLetterCount[];
  /** What retention deleted before parts had read it. */
  readonly lost: readonly LostRecords[];
}

/** Reads all dead letters; memory grows with their number alone. A record set aside twice (after a crash) counts once. */
export function readDeadLetters(log: LogSource, partitions: number): DeadLetters {
  const places = new Set<string>();
  const lost: LostRecords[] = [];
  const counts = new Map<string, { topic: string; handler: string; reason: string; count: number }>();
  for (const input of INPUTS) {
    const topic = deadLetterTopic(input);
    for (let partition = 0; partition < partitions; partition += 1) {
      const { start, end } = log.range(topic, partition);
      for (const record of log.records(topic, partition, start, end)) {
        const { headers } = record;
        const handler = headers['dead-letter-handler'] ?? 'unknown';
        const from = headers['dead-letter-topic'] ?? input;
        const place = `${handler}\n${from}\n${placeOf(record, partition)}`;
        if (places.has(place)) continue;
        places.add(place);
        const reason = shorten(headers['dead-letter-reason'] ?? 'unknown');
        const key = `${from}\n${handler}\n${reason}`;
        const stretch = lostRecordsOf(headers);
        if (stretch) lost.push(stretch);
        const count = stretch ? stretch.to - stretch.from : 1;
        const known = counts.get(key);
        if (known) known.count += count;
        else counts.set(key, { topic: from, handler, reason, count });
      }
    }
  }
  return {
    has: (part, topic, partition, offset) => places.has(`${part}\n${topic}\n${partition}\n${offset}`),
    counts: [...counts.values()],
    lost,
  };
}

/**
 * What tells one from another: the place of the record in its topic, or of what came from outside the place in its source
 * (the line of a recording). A platform tells no such place: then each letter is another.
 */
function placeOf({ headers, key, offset }: LogRecord, partition: number): string {
  const { 'dead-letter-offset': at, 'dead-letter-position': position } = headers;
  if (at !== undefined) return `${headers['dead-letter-partition']}\n${at}`;
  return position === undefined ? `letter\n${partition}\n${offset}` : `${key}\n${position}`;
}

/** Reasons are counted by their beginning: the rest names the single record. */
function shorten(reason: string): string {
  const code = /^CHATPULSE_[A-Z_]+/.exec(reason);
  return code ? code[0] : reason.slice(0, 120);
}
