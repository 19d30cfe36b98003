import { z } from 'zod';
import type { BoardQuery } from './board-queries.ts';

export interface Range {
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** ms of an interval of a chart. */
  readonly interval: number;
}

/** The query as Grafana sends it, with all chosen in every variable. */
export function filledIn(query: string, { from, to, interval }: Range): string {
  return query
    .replaceAll('$timeFilter', `time >= ${from}ms AND time <= ${to}ms`)
    .replaceAll('$__interval_ms', String(interval))
    .replaceAll('$__interval', `${interval}ms`)
    .replace(/\$\{(platform|channel|broadcast|role):regex\}/g, '.*');
}

const answerSchema = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(
          z.object({
            tags: z.record(z.string(), z.string()).optional(),
            columns: z.array(z.string()),
            values: z.array(z.array(z.unknown())),
          }),
        )
        .optional(),
    }),
  ),
});

/** A series of an answer. */
export interface Series {
  readonly tags: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  /** In the order of the columns; the first is the time, or the key of a tag. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface AskOptions {
  readonly influxUrl: string;
  readonly range: Range;
}

/** What InfluxDB answers to a query; an error in words where it refuses. */
export async function ask(
  { query, source }: BoardQuery,
  { influxUrl, range }: AskOptions,
): Promise<readonly Series[] | string> {
  const database = { chatpulse: 'chatpulse', 'chatpulse-health': 'chatpulse_health' }[source];
  if (database === undefined) return `no such data source: ${source}`;
  const text = filledIn(query, range);
  const response = await fetch(`${influxUrl}/query?db=${database}&epoch=ms&q=${encodeURIComponent(text)}`);
  const parsed = answerSchema.safeParse(await response.json());
  if (!parsed.success) return `HTTP ${response.status}`;
  const [result] = parsed.data.results;
  if (result?.error !== undefined) return result.error;
  return (result?.series ?? []).map(({ tags = {}, columns, values }) => ({ tags, columns, rows: values }));
}

/** All values of an answer, without times, keys and holes. */
export function valuesOf(series: readonly Series[]): readonly unknown[] {
  return series.flatMap(({ rows }) =>
    rows.flatMap((row) => row.slice(1).filter((value) => value !== null && value !== undefined)),
  );
}

export function numbersOf(series: readonly Series[]): readonly number[] {
  return valuesOf(series).filter((value) => typeof value === 'number');
}

/** What Grafana calls the series: the alias with the tags and the column put in. */
export function namesOf({ alias = '' }: BoardQuery, series: readonly Series[]): readonly string[] {
  return series.map(({ tags, columns }) =>
    alias.replace(/\$tag_(\w+)/g, (_, tag: string) => tags[tag] ?? '').replaceAll('$col', columns[1] ?? ''),
  );
}

/**
 * What is wrong with the answer of InfluxDB to a query: an error, nothing at all, columns without any value, a column that
 * the panel wants and that is not there, or values that cannot be. Undefined where there is sound data.
 */
export async function faultOf(query: BoardQuery, options: AskOptions): Promise<string | undefined> {
  const series = await ask(query, options);
  if (typeof series === 'string') return series;
  if (series.every(({ rows }) => rows.length === 0)) return 'nothing';
  if (valuesOf(series).length === 0) return 'only empty values';
  const there = new Set(series.flatMap(({ columns, tags }) => [...columns, ...Object.keys(tags)]));
  const missing = (query.columns ?? []).filter((name) => !there.has(name));
  if (missing.length > 0) return `no column ${missing.join(', ')}`;
  return wrongValue(query, numbersOf(series));
}

/** Points of missed messages say -1 where nobody knows; a chart beneath the line turns its values round. */
const MAY_BE_NEGATIVE = /-1 \*|"missed"/;
/** What is counted, and shown because it happens. */
const COUNTS = /sum\("value"\)|count\(/;

function wrongValue({ query, unit }: BoardQuery, numbers: readonly number[]): string | undefined {
  const negative = numbers.find((value) => value < 0);
  if (negative !== undefined && !MAY_BE_NEGATIVE.test(query)) return `a value of ${negative}`;
  if (COUNTS.test(query) && numbers.every((value) => value === 0)) return 'nothing but zeros';
  const share = unit === 'percentunit' ? numbers.find((value) => value > 1) : undefined;
  return share === undefined ? undefined : `a share of ${share}`;
}
