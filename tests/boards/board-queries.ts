import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const FOLDER = resolve(import.meta.dirname, '../../dashboards/json');

const source = z.object({ type: z.string(), uid: z.string() });
const target = z.object({
  datasource: source,
  refId: z.string(),
  query: z.string(),
  resultFormat: z.string(),
});
const panel = z.object({
  id: z.int().optional(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  datasource: source.optional(),
  targets: z.array(target).optional(),
});
const variable = z.object({ name: z.string(), query: z.string(), datasource: source, allValue: z.string() });
const annotation = z.object({ name: z.string(), datasource: source, query: z.string() });
const board = z.object({
  uid: z.string(),
  title: z.string(),
  panels: z.array(panel),
  templating: z.object({ list: z.array(variable) }),
  annotations: z.object({ list: z.array(annotation) }),
});
export type Board = z.infer<typeof board>;

const provisioned = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          title: z.string(),
          uid: z.string(),
          data: z.array(
            z.object({ datasourceUid: z.string(), model: z.object({ query: z.string().optional() }) }),
          ),
        }),
      ),
    }),
  ),
});

/** The boards as Grafana loads them. */
export function readBoards(): readonly Board[] {
  const folder = join(FOLDER, 'boards');
  return readdirSync(folder)
    .sort()
    .map((file) => board.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
}

/** One query of a board, and where it stands. */
export interface BoardQuery {
  readonly where: string;
  /** uid of its data source. */
  readonly source: string;
  readonly query: string;
}

/** Every query that Grafana sends for the boards and their alert rules. */
export function boardQueries(): readonly BoardQuery[] {
  const ofBoards = readBoards().flatMap(({ title, panels, templating, annotations }) => [
    ...panels.flatMap((one) =>
      (one.targets ?? []).map(({ refId, query, datasource }) => ({
        where: `${title} / ${one.title} / ${refId}`,
        source: datasource.uid,
        query,
      })),
    ),
    ...[...templating.list, ...annotations.list].map(({ name, query, datasource }) => ({
      where: `${title} / ${name}`,
      source: datasource.uid,
      query,
    })),
  ]);
  const rules = provisioned.parse(JSON.parse(readFileSync(join(FOLDER, 'alerting/silence.json'), 'utf8')));
  const ofRules = rules.groups.flatMap(({ rules: list }) =>
    list.flatMap(({ title, data }) =>
      data.flatMap(({ datasourceUid, model }) =>
        model.query === undefined
          ? []
          : [{ where: `alert / ${title}`, source: datasourceUid, query: model.query }],
      ),
    ),
  );
  return [...ofBoards, ...ofRules];
}

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
    .replace(/\$(platform|channel|broadcast|role)\b/g, '.*');
}

const answer = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(z.object({ columns: z.array(z.string()), values: z.array(z.array(z.unknown())) }))
        .optional(),
    }),
  ),
});

/**
 * What is wrong with the answer of InfluxDB to a query: an error, nothing at all, or columns without any value.
 * Undefined where there is data.
 */
export async function faultOf(
  { query, source: uid }: BoardQuery,
  { influxUrl, range }: { readonly influxUrl: string; readonly range: Range },
): Promise<string | undefined> {
  const database = { chatpulse: 'chatpulse', 'chatpulse-health': 'chatpulse_health' }[uid];
  if (database === undefined) return `no such data source: ${uid}`;
  const text = filledIn(query, range);
  const response = await fetch(`${influxUrl}/query?db=${database}&epoch=ms&q=${encodeURIComponent(text)}`);
  const parsed = answer.safeParse(await response.json());
  if (!parsed.success) return `HTTP ${response.status}`;
  const [result] = parsed.data.results;
  if (result?.error !== undefined) return result.error;
  const values = (result?.series ?? []).flatMap(({ values: rows }) => rows);
  if (values.length === 0) return 'nothing';
  // The first column is the time, or the key of a tag.
  const filled = values.some((row) => row.slice(1).some((value) => value !== null && value !== undefined));
  return filled ? undefined : 'only empty values';
}
