import { openSqlite, withSqliteErrors } from '../../core/storage/sqlite.ts';
import { Statements } from '../sqlite/statements.ts';

const BLOCK = 1000;

/**
 * Everything in a file of metrics but the positions, as lines in an order of their own: two files with the same
 * points give the same lines, however they were written.
 */
export function* dumpMetrics(file: string): Iterable<string> {
  const database = openSqlite({ file, mode: 'read' });
  try {
    const sql = new Statements(database);
    const series = withSqliteErrors(file, () =>
      sql.all<[number, string, string]>(
        'SELECT no, measurement, tags FROM series ORDER BY measurement, tags',
      ),
    );
    for (const [no, measurement, tags] of series) yield* seriesLines(sql, { no, measurement, tags });
  } finally {
    database.close();
  }
}

function* seriesLines(
  sql: Statements,
  series: { readonly no: number; readonly measurement: string; readonly tags: string },
): Iterable<string> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const points = sql.all<[number, number | null, string]>(
      'SELECT time, version, fields FROM point WHERE series = ? AND time > ? ORDER BY time LIMIT ?',
      series.no,
      after,
      BLOCK,
    );
    for (const [time, version, fields] of points) {
      yield `${series.measurement}\t${series.tags}\t${time}\t${version ?? ''}\t${fields}`;
      after = time;
    }
    if (points.length < BLOCK) return;
  }
}
