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

/** A tally with the name that it is sorted by: the platform's id, or else the shown name. */
interface NamedTally extends Tally {
  readonly authorId: string;
  readonly key: string;
}

/** Authors with profane or removed messages, most of both first. */
export function offendersOf(sql: Statements, broadcast: BroadcastRow, limit: number): Offender[] {
  const worst = worstOf(sql, [...tally(sql, broadcast).values()], limit);
  const numbers = worst.map(({ person, authorId }) =>
    authorId === '' ? [person] : numbersOfId(sql, authorId, broadcast.platform),
  );
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
  for (const [author, count] of profane) of(author).profane += count;
  for (const [author, count] of removed) of(author).removed += count;
  return tallies;
}

/** Names are looked up only for those who may be among the first. */
function worstOf(sql: Statements, tallies: Tally[], limit: number): NamedTally[] {
  tallies.sort((a, b) => sumOf(b) - sumOf(a));
  const last = tallies[Math.min(limit, tallies.length) - 1];
  const candidates = last ? tallies.filter((one) => sumOf(one) >= sumOf(last)) : [];
  const named = candidates.map((one) => {
    const [authorId, name] = sql.first<[string, string]>(
      'SELECT id, name FROM author WHERE no = ?',
      one.person,
    ) ?? ['', ''];
    return { ...one, authorId, key: authorId === '' ? `\n${name}` : authorId };
  });
  return named.sort((a, b) => sumOf(b) - sumOf(a) || (a.key < b.key ? -1 : 1)).slice(0, limit);
}

function sumOf({ profane, removed }: Tally): number {
  return profane + removed;
}
