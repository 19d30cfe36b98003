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
  alias: z.string().optional(),
});
const panel = z.object({
  id: z.int(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  datasource: source.optional(),
  targets: z.array(target).optional(),
  fieldConfig: z.object({ defaults: z.object({ unit: z.string().optional() }) }).optional(),
  transformations: z
    .array(
      z.object({
        id: z.string(),
        options: z.object({ renameByName: z.record(z.string(), z.string()).optional() }),
      }),
    )
    .optional(),
  /** A range of the panel's own, that ends where that of the board does. */
  timeFrom: z.literal('1m').optional(),
  /** Whatever a kind of panel has besides; the diagram names series in it. */
  options: z.unknown().optional(),
});
const variable = z.object({ name: z.string(), query: z.string(), datasource: source, allValue: z.string() });
const annotation = z.object({
  name: z.string(),
  datasource: source,
  target: z.object({
    query: z.string(),
    fromAnnotations: z.literal(true),
    textColumn: z.string(),
    tagsColumn: z.string(),
  }),
});
const board = z.object({
  uid: z.string(),
  title: z.string(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
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
  /** Of the panel; none for what is no panel. */
  readonly unit?: string | undefined;
  /** What series are called. */
  readonly alias?: string | undefined;
  /** It looks at the last minute alone. */
  readonly now?: boolean;
  /** Columns that the panel shows under another name. */
  readonly columns?: readonly string[];
}

/** Every query that Grafana sends for the boards and their alert rules. */
export function boardQueries(): readonly BoardQuery[] {
  const ofBoards = readBoards().flatMap(({ title, panels, templating, annotations }) => [
    ...panels.flatMap((one) =>
      (one.targets ?? []).map(({ refId, query, datasource, alias }) => ({
        where: `${title} / ${one.title} / ${refId}`,
        source: datasource.uid,
        query,
        alias,
        unit: one.fieldConfig?.defaults.unit,
        now: one.timeFrom !== undefined,
        columns: (one.transformations ?? []).flatMap(({ options }) =>
          Object.keys(options.renameByName ?? {}),
        ),
      })),
    ),
    ...templating.list.map(({ name, query, datasource }) => ({
      where: `${title} / ${name}`,
      source: datasource.uid,
      query,
    })),
    ...annotations.list.map(({ name, target: { query, textColumn, tagsColumn }, datasource }) => ({
      where: `${title} / ${name}`,
      source: datasource.uid,
      query,
      columns: [textColumn, tagsColumn],
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

const edge = z.number();
const canvasOptions = z.object({
  root: z.object({
    elements: z.array(
      z.object({
        name: z.string(),
        placement: z.object({ left: edge, right: edge, top: edge, bottom: edge }),
        connections: z.array(z.object({ targetName: z.string() })).optional(),
      }),
    ),
  }),
});

/** What is drawn of the pipeline; edges in percent of the panel. */
export function drawing(): z.infer<typeof canvasOptions>['root']['elements'] {
  return readBoards().flatMap(({ panels }) =>
    panels.flatMap(({ type, options }) =>
      type === 'canvas' ? canvasOptions.parse(options).root.elements : [],
    ),
  );
}

/** Names of series that the diagrams of the boards draw from. */
export function drawnSeries(): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('field' in value && typeof value.field === 'string') names.add(value.field);
    Object.values(value).forEach(visit);
  };
  for (const { panels } of readBoards())
    for (const { type, options } of panels) if (type === 'canvas') visit(options);
  return names;
}
