import type { Statements } from '../../sqlite/statements.ts';
import { canonicalFields, canonicalTags } from '../identity.ts';
import type { MetricBatch, MetricPoint } from '../port.ts';

/** Writes points and position in one transaction. */
export function writePoints(sql: Statements, batch: MetricBatch): void {
  sql.transaction('write', () => {
    for (const point of batch.points) {
      sql.run(
        `INSERT INTO point(series, time, version, fields) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET version = excluded.version, fields = excluded.fields
           WHERE version IS NULL OR excluded.version IS NULL OR excluded.version >= version`,
        [seriesOf(sql, point), point.time, point.version ?? null, canonicalFields(point)],
      );
    }
    sql.run(
      `INSERT INTO position(topic, partition, next_offset) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET next_offset = max(excluded.next_offset, next_offset)`,
      [batch.topic, batch.partition, batch.nextOffset],
    );
  });
}

/** The number of measurement + tags, made where there is none. */
function seriesOf(sql: Statements, point: MetricPoint): number {
  const tags = canonicalTags(point.tags);
  const known = sql.first<[number]>(
    'SELECT no FROM series WHERE measurement = ? AND tags = ?',
    point.measurement,
    tags,
  );
  if (known) return known[0];
  const made = sql.first<[number]>(
    'INSERT INTO series(measurement, tags) VALUES (?, ?) RETURNING no',
    point.measurement,
    tags,
  );
  if (!made) throw new Error('The new series has no number.');
  for (const [name, value] of Object.entries(point.tags))
    sql.run('INSERT INTO series_tag VALUES (?, ?, ?, ?)', [point.measurement, name, value, made[0]]);
  return made[0];
}
