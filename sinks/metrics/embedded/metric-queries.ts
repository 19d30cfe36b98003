import type { SqlValue, Statements } from '../../sqlite/statements.ts';
import { parseFields, parseTags } from '../identity.ts';
import type { MetricPoint, MetricPosition, MetricQuery } from '../port.ts';

const DEFAULT_LIMIT = 10_000;

export function readPositions(sql: Statements): MetricPosition[] {
  return sql
    .all<[string, number, number]>(
      'SELECT topic, partition, next_offset FROM position ORDER BY topic, partition',
    )
    .map(([topic, partition, nextOffset]) => ({ topic, partition, nextOffset }));
}

/** The newest points of the series that carry all the tags, ascending by time, then by tags. */
export function queryPoints(sql: Statements, query: MetricQuery): MetricPoint[] {
  const { measurement, from, to, limit = DEFAULT_LIMIT } = query;
  const values: SqlValue[] = [measurement];
  let series = 'SELECT no FROM series WHERE measurement = ?';
  for (const [name, value] of Object.entries(query.tags)) {
    series += ' INTERSECT SELECT series FROM series_tag WHERE measurement = ? AND name = ? AND value = ?';
    values.push(measurement, name, value);
  }
  const rows = sql.all<[string, number, string]>(
    `SELECT tags, time, fields FROM series CROSS JOIN point ON point.series = series.no
      WHERE series.no IN (${series}) AND time >= ? AND time < ? ORDER BY time DESC, tags DESC LIMIT ?`,
    ...values,
    from ?? Number.MIN_SAFE_INTEGER,
    to ?? Number.MAX_SAFE_INTEGER,
    limit,
  );
  return rows
    .map(([tags, time, fields]) => ({
      measurement,
      tags: parseTags(tags),
      time,
      fields: parseFields(fields),
    }))
    .reverse();
}
