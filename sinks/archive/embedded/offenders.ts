import type { Statements } from '../../sqlite/statements.ts';
import type { Offender } from '../port.ts';
import { activityOf } from './author-offsets.ts';
import { numbersOfId } from './authors.ts';
import type { BroadcastRow } from './broadcast-row.ts';
import { contentEnd, contentId } from './schema.ts';

interface Tally {
  readonly authorId: string;
  readonly numbers: number[];
  profane: number;
  removed: number;
}

/** Authors with profane or removed messages, most of both first. */
export function offendersOf(sql: Statements, broadcast: BroadcastRow, limit: number): Offender[] {
  const tallies = new Map<string, Tally>();
  const range = [contentId(broadcast.no, 0), contentEnd(broadcast.no)] as const;
  const profane = `SELECT author, count(*) AS n FROM content INDEXED BY content_profane
    WHERE id >= ? AND id < ? AND labels & 1024 GROUP BY author`;
  const removed = 'SELECT author, count(*) AS n FROM retracted WHERE id >= ? AND id < ? GROUP BY author';
  for (const [tally, count] of tallied(sql, tallies, profane, range)) tally.profane += count;
  for (const [tally, count] of tallied(sql, tallies, removed, range)) tally.removed += count;
  const worst = [...tallies]
    .sort(([keyA, a], [keyB, b]) => b.profane + b.removed - a.profane - a.removed || (keyA < keyB ? -1 : 1))
    .slice(0, limit);
  const numbers = new Map(worst.map(([, tally]) => [tally, numbersOfTally(sql, broadcast, tally)]));
  const activities = activityOf(sql, broadcast, [...numbers.values()].flat());
  return worst.map(([, tally]) => {
    const own = (numbers.get(tally) ?? []).flatMap((no) => activities.get(no) ?? []);
    const last = sql.first<[number, string]>(
      'SELECT time, name FROM content JOIN author ON author.no = content.author WHERE content.id = ?',
      contentId(broadcast.no, Math.max(...own.map((activity) => activity.last))),
    );
    return {
      authorId: tally.authorId,
      name: last?.[1] ?? '',
      messages: own.reduce((sum, activity) => sum + activity.messages, 0),
      profane: tally.profane,
      removed: tally.removed,
      lastAt: last?.[0] ?? 0,
    };
  });
}

function* tallied(
  sql: Statements,
  tallies: Map<string, Tally>,
  counts: string,
  range: readonly [number, number],
): Iterable<[Tally, number]> {
  const rows = sql.all<[number, number, string, string]>(
    `SELECT author, n, id, name FROM (${counts}) CROSS JOIN author ON author.no = author`,
    ...range,
  );
  for (const [author, count, authorId, name] of rows) {
    const key = offenderKey(authorId, name);
    const tally = tallies.get(key) ?? { authorId, numbers: [], profane: 0, removed: 0 };
    tallies.set(key, tally);
    if (!tally.numbers.includes(author)) tally.numbers.push(author);
    yield [tally, count];
  }
}

/** One person as far as the platform tells them apart: by id, or else by name. */
function offenderKey(authorId: string, name: string): string {
  return authorId === '' ? `\n${name}` : authorId;
}

/** All numbers of the person, also those of other names and without offences. */
function numbersOfTally(sql: Statements, broadcast: BroadcastRow, tally: Tally): number[] {
  return tally.authorId === '' ? tally.numbers : numbersOfId(sql, tally.authorId, broadcast.platform);
}
