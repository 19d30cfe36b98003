import { existsSync } from 'node:fs';
import { openSqlite } from '../../core/storage/sqlite.ts';
import { parseFields, parseTags } from '../../sinks/metrics/identity.ts';
import type { MetricPoint } from '../../sinks/metrics/port.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';

const BLOCK = 1_000;

/** All points of a file of metrics, in blocks of one series; none where there is no file. @throws ChatpulseError CHATPULSE_DATA_CORRUPT */
export function* storedPoints(file: string): Generator<readonly MetricPoint[], void> {
  if (!existsSync(file)) return;
  const database = openSqlite({ file, mode: 'read' });
  try {
    const sql = new Statements(database);
    if (!sql.first('SELECT 1 FROM sqlite_master WHERE name = ?', 'series')) return;
    const series = sql.all<[number, string, string]>('SELECT no, measurement, tags FROM series ORDER BY no');
    for (const [no, measurement, tags] of series) {
      for (let after = Number.MIN_SAFE_INTEGER; ;) {
        const rows = sql.all<[number, number | null, string]>(
          'SELECT time, version, fields FROM point WHERE series = ? AND time > ? ORDER BY time LIMIT ?',
          no,
          after,
          BLOCK,
        );
        const last = rows.at(-1);
        if (!last) break;
        yield rows.map(([time, version, fields]) => ({
          measurement,
          tags: parseTags(tags),
          time,
          fields: parseFields(fields),
          ...(version === null ? {} : { version }),
        }));
        after = last[0];
      }
    }
  } finally {
    database.close();
  }
}
