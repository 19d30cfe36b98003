import { HOUR_MEASUREMENT } from '../hours.ts';
import { canonicalTags } from '../identity.ts';
import type { MetricPoint, MetricQuery } from '../port.ts';
import type { InfluxClient, ResultSeries } from './client.ts';
import { quoteName } from './quote.ts';
import { HOURS, MINUTES, PAST } from './retention-policies.ts';
import { decodeTag, encodeTag } from './tag-text.ts';

const DEFAULT_LIMIT = 10_000;
/** Times (ms) that InfluxDB can tell apart reach from 1677 to 2262. */
const LAST_TIME = 9_223_372_036_854;

/** The newest points that a query asks for, ascending by time, then by tags. */
export async function queryPoints(
  client: InfluxClient,
  database: string,
  query: MetricQuery,
): Promise<MetricPoint[]> {
  const { measurement, limit = DEFAULT_LIMIT } = query;
  const { conditions, placeholders } = conditionsOf(query);
  const found = new Map<string, MetricPoint>();
  // A point whose writing was repeated may be in both; they are the same then.
  for (const policy of measurement === HOUR_MEASUREMENT ? [HOURS] : [PAST, MINUTES]) {
    const source = [database, policy, measurement].map(quoteName).join('.');
    const [series] = await client.statement(
      `SELECT * FROM ${source} WHERE ${conditions} ORDER BY time DESC LIMIT ${limit}`,
      { placeholders },
    );
    for (const point of series ? pointsOf(measurement, series) : [])
      found.set(`${point.time}\n${canonicalTags(point.tags)}`, point);
  }
  const points = [...found.values()].sort(
    (a, b) => a.time - b.time || (canonicalTags(a.tags) < canonicalTags(b.tags) ? -1 : 1),
  );
  return points.slice(Math.max(0, points.length - limit));
}

function conditionsOf(query: MetricQuery): { conditions: string; placeholders: Record<string, string> } {
  const { tags, from = -LAST_TIME, to = LAST_TIME } = query;
  const placeholders: Record<string, string> = {};
  const parts = [`time >= ${timeOf(from)}`, `time < ${timeOf(to)}`];
  for (const [i, [name, value]] of Object.entries(tags).entries()) {
    placeholders[`tag${i}`] = encodeTag(value);
    parts.push(`${quoteName(name)} = $tag${i}`);
  }
  return { conditions: parts.join(' AND '), placeholders };
}

function timeOf(time: number): string {
  return `${Math.ceil(Math.min(LAST_TIME, Math.max(-LAST_TIME, time)))}ms`;
}

/** Rows as points: fields are numbers, tags are text, and what a point does not have is null. */
function pointsOf(measurement: string, { columns, values }: ResultSeries): MetricPoint[] {
  return values.map((row) => {
    const tags: Record<string, string> = {};
    const fields: Record<string, number> = {};
    let time = 0;
    for (const [i, name] of columns.entries()) {
      const value = row[i];
      if (name === 'time') time = Number(value);
      else if (typeof value === 'number') fields[name] = value;
      else if (typeof value === 'string') tags[name] = decodeTag(value);
    }
    return { measurement, tags, time, fields };
  });
}
