import type { Statements } from '../../sqlite/statements.ts';
import type { Offender } from '../port.ts';
import { activityOf } from './author-offsets.ts';
import { numbersOfId } from './authors.ts';
import type { BroadcastRow } from './broadcast-row.ts';
import { contentEnd, contentId } from './schema.ts';

/** What is counted against a person, who is known by the first of their numbers. */
interface Tally {
  readonly person: number;
  profane: number;
  removed: number;
}

interface NamedTally extends Tally {
  readonly authorId: string;
}

/** Authors with profane or removed messages, most of both first. */
export function offendersOf(sql: Statements, broadcast: BroadcastRow, limit: number): Offender[] {
  const worst = worstOf(sql, [...tally(sql, broadcast).values()], limit);
  const numbers = worst.map(({ authorId }) => numbersOfId(sql, authorId, broadcast.platform));
  const activities = activityOf(sql, broadcast, numbers.flat());
  return worst.map(({ authorId, profane, removed }, i) => {
    const own = (numbers[i] ?? []).flatMap((no) => activities.get(no) ?? []);
    const last = sql.first<[number, string]>(
      'SELECT time, name FROM content JOIN author ON author.no = content.author WHERE content.id = ?',
      contentId(broadcast.no, Math.max(...own.map((activity) => activity.last))),
    );
    return {
      authorId,
      name: last?.[1] ?? '',
      messages: own.reduce((sum, activity) => sum + activity.messages, 0),
      profane,
      removed,
      lastAt: last?.[0] ?? 0,
    };
  });
}

/** Counts by person, from indexes that hold the offences alone. */
function tally(sql: Statements, broadcast: BroadcastRow): Map<number, Tally> {
  const range = [contentId(broadcast.no, 0), contentEnd(broadcast.no)] as const;
  const persons = new Map(sql.all<[number, number]>('SELECT no, person FROM author WHERE person <> no'));
  // Those without an id are left out: a name may be that of several people.
  const nobody = new Set(sql.all<[number]>("SELECT no FROM author WHERE id = ''").map(([no]) => no));
  const tallies = new Map<number, Tally>();
  const of = (author: number): Tally => {
    const person = persons.get(author) ?? author;
    const known = tallies.get(person) ?? { person, profane: 0, removed: 0 };
    tallies.set(person, known);
    return known;
  };
  const profane = sql.all<[number, number]>(
    `SELECT author, count(*) FROM content INDEXED BY content_profane
      WHERE id >= ? AND id < ? AND labels & 1024 GROUP BY author`,
    ...range,
  );
  const removed = sql.all<[number, number]>(
    'SELECT author, count(*) FROM retracted WHERE id >= ? AND id < ? GROUP BY author',
    ...range,
  );
  for (const [author, count] of profane) if (!nobody.has(author)) of(author).profane += count;
  for (const [author, count] of removed) if (!nobody.has(author)) of(author).removed += count;
  return tallies;
}

/** Names are looked up only for those who may be among the first. */
function worstOf(sql: Statements, tallies: Tally[], limit: number): NamedTally[] {
  tallies.sort((a, b) => sumOf(b) - sumOf(a));
  const last = tallies[Math.min(limit, tallies.length) - 1];
  const candidates = last ? tallies.filter((one) => sumOf(one) >= sumOf(last)) : [];
  const named = candidates.map((one) => {
    const [authorId] = sql.first<[string]>('SELECT id FROM author WHERE no = ?', one.person) ?? [''];
    return { ...one, authorId };
  });
  return named.sort((a, b) => sumOf(b) - sumOf(a) || (a.authorId < b.authorId ? -1 : 1)).slice(0, limit);
}

function sumOf({ profane, removed }: Tally): number {
  return profane + removed;
}
