import { parseFields, parseTags } from '../../sinks/metrics/identity.ts';
import { WINDOW_MEASUREMENT } from '../../sinks/metrics/window-points.ts';
import type { Statements } from '../../sinks/sqlite/statements.ts';
import type { MetricSnapshot, WindowRow } from './sources.ts';

export const EMPTY_METRICS: MetricSnapshot = {
  position: () => undefined,
  broadcasts: () => [],
  windows: () => [],
};

/** A view of the file of metrics; valid while the transaction that the caller began lasts. */
export function metricSnapshot(sql: Statements): MetricSnapshot {
  const positions = new Map(
    sql
      .all<[string, number, number]>('SELECT topic, partition, next_offset FROM position')
      .map(([topic, partition, nextOffset]) => [`${topic}\n${partition}`, nextOffset]),
  );
  /** Series by broadcast and size: a broadcast may have several, where its other tags changed. */
  const series = new Map<string, number[]>();
  const broadcasts = new Set<string>();
  for (const [no, text] of sql.all<[number, string]>(
    'SELECT no, tags FROM series WHERE measurement = ?',
    WINDOW_MEASUREMENT,
  )) {
    const { broadcast = '', size = '' } = parseTags(text);
    broadcasts.add(broadcast);
    const key = `${size}\n${broadcast}`;
    const known = series.get(key);
    if (known) known.push(no);
    else series.set(key, [no]);
  }

  return {
    position(topic, partition) {
      const nextOffset = positions.get(`${topic}\n${partition}`);
      return nextOffset === undefined ? undefined : { nextOffset, stamp: -1 };
    },
    broadcasts: () => [...broadcasts],
    windows(broadcastId, sizeMs, after, limit) {
      const numbers = series.get(`${sizeMs === 10_000 ? '10s' : '1m'}\n${broadcastId}`) ?? [];
      const rows = numbers.flatMap((no) =>
        sql.all<[number, string]>(
          'SELECT time, fields FROM point WHERE series = ? AND time > ? ORDER BY time LIMIT ?',
          no,
          Math.max(after, Number.MIN_SAFE_INTEGER),
          limit,
        ),
      );
      return firstByTime(rows, limit).map(([start, fields]) => ({
        start,
        figures: figuresOf(parseFields(fields)),
      }));
    },
  };
}

/** The first rows by time, and all of the last one's time: the next block begins above it. */
function firstByTime(rows: [number, string][], limit: number): [number, string][] {
  rows.sort(([a], [b]) => a - b);
  const last = rows[Math.min(limit, rows.length) - 1]?.[0] ?? 0;
  return rows.filter(([time]) => time <= last);
}

/** Fields of a point by the names of WindowUpdated. */
export function figuresOf({
  positive_sum: positiveSum = 0,
  ...fields
}: Record<string, number>): WindowRow['figures'] {
  return { ...fields, positiveSum };
}
