import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { influxTarget, type InfluxQuery } from './influx-query.ts';

export interface PanelOptions {
  readonly title: string;
  /** What it shows and what to do with it, for whoever sees it for the first time. */
  readonly about: string;
  readonly queries: readonly InfluxQuery[];
  /** Of 24. */
  readonly width?: number;
  /** Rows of the grid, 30 pixels each. */
  readonly height?: number;
  /** As Grafana names units: `short`, `percentunit`, `ms`, `bytes` … */
  readonly unit?: string;
  /** Colours of series by name. */
  readonly colours?: Readonly<Record<string, string>>;
}

export interface SeriesOptions extends PanelOptions {
  readonly style?: 'line' | 'bars';
  readonly stacked?: boolean | 'percent';
  readonly min?: number;
  readonly max?: number;
  /** Values from which the figure is to be looked at, and is bad. */
  readonly limits?: readonly [number, number];
}

const LETTERS = 'ABCDEFGHIJKLMNOP';
const fixed = (colour: string): dashboard.DynamicConfigValue[] => [
  { id: 'color', value: { mode: 'fixed', fixedColor: colour } },
];

function steps([watch, bad]: readonly [number, number]): dashboard.ThresholdsConfigBuilder {
  return thresholds([
    { value: null, color: 'green' },
    { value: watch, color: 'orange' },
    { value: bad, color: 'red' },
  ]);
}

function thresholds(from: dashboard.Threshold[]): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(from);
}

/** Of a figure that is neither good nor bad. Without any, Grafana makes it red from 80 on. */
const PLAIN = thresholds([{ value: null, color: 'text' }]);

/** Below 1 something has failed. */
export const WORKS = thresholds([
  { value: null, color: '#D6455D' },
  { value: 1, color: '#2FA66A' },
]);
const WORKS_WORDS: dashboard.ValueMapping[] = [
  {
    type: dashboard.MappingType.ValueToText,
    options: { '0': { text: 'failed', index: 0 }, '1': { text: 'works', index: 1 } },
  },
];

/** Figures over time. */
export function series(options: SeriesOptions): timeseries.PanelBuilder {
  const { queries, style = 'line', stacked = false, width = 12, height = 8, unit = 'short' } = options;
  const panel = new timeseries.PanelBuilder()
    .title(options.title)
    .description(options.about)
    .span(width)
    .height(height)
    .unit(unit)
    .interval('10s')
    .datasource(sourceOf(queries))
    .targets(queries.map((query, i) => influxTarget(LETTERS.charAt(i), query)))
    .drawStyle(style === 'bars' ? common.GraphDrawStyle.Bars : common.GraphDrawStyle.Line)
    .fillOpacity(stacked ? 60 : 12)
    .lineWidth(stacked ? 0 : 1)
    .showPoints(common.VisibilityMode.Auto)
    // A collector flushes every ten seconds: one that is late is no hole.
    .spanNulls(60_000)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (stacked)
    panel.stacking(
      new common.StackingConfigBuilder().mode(
        stacked === 'percent' ? common.StackingMode.Percent : common.StackingMode.Normal,
      ),
    );
  if (options.min !== undefined) panel.min(options.min);
  if (options.max !== undefined) panel.max(options.max);
  if (options.limits)
    panel
      .thresholds(steps(options.limits))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  for (const [name, colour] of Object.entries(options.colours ?? {}))
    panel.overrideByName(name, fixed(colour));
  return panel;
}

/** What "now" means on a board, whatever range up to now it shows: what has told nothing for so long is silent. */
export const NOW = '1m';
/** Grafana gives a panel a range of its own only where that of the board ends now. */
export const NOW_ABOUT =
  'Of the last minute where the range of the board ends now, and of all of it elsewhere.';

export interface FigureOptions extends PanelOptions {
  /** Only the last minute of the range counts: how it stands, and not how it stood. */
  readonly now?: boolean;
  /** The figure is 1 where something works and 0 where it does not. */
  readonly works?: boolean;
  /** How the range becomes one figure. */
  readonly reduce?: 'lastNotNull' | 'sum' | 'mean' | 'max';
  readonly limits?: readonly [number, number];
  readonly decimals?: number;
}

/** One large figure, or one for each series. */
export function figure(options: FigureOptions): stat.PanelBuilder {
  const {
    queries,
    about,
    width = 4,
    height = 4,
    unit = 'short',
    reduce = 'lastNotNull',
    now,
    works,
  } = options;
  const panel = new stat.PanelBuilder()
    .title(options.title)
    .description(now === true ? `${about} ${NOW_ABOUT}` : about)
    .span(width)
    .height(height)
    .unit(unit)
    .interval('10s')
    .datasource(sourceOf(queries))
    .targets(queries.map((query, i) => influxTarget(LETTERS.charAt(i), query)))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(now === true ? common.BigValueGraphMode.None : common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs([reduce]).fields('').values(false))
    .thresholds(options.limits ? steps(options.limits) : PLAIN)
    .noValue('–');
  if (now === true) panel.timeFrom(NOW).hideTimeOverride(true);
  if (works === true) panel.thresholds(WORKS).mappings(WORKS_WORDS);
  if (options.decimals !== undefined) panel.decimals(options.decimals);
  return panel;
}

export interface RowsOptions extends PanelOptions {
  /** Shown names of columns. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly sortBy?: string;
  readonly limit?: number;
}

/** Rows of a table, sorted from the most on. */
export function rows(options: RowsOptions): table.PanelBuilder {
  const { queries, width = 12, height = 8, columns = {}, hidden = [], sortBy, limit } = options;
  const panel = new table.PanelBuilder()
    .title(options.title)
    .description(options.about)
    .span(width)
    .height(height)
    .datasource(sourceOf(queries))
    .targets(queries.map((query, i) => influxTarget(LETTERS.charAt(i), query)))
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(hidden.map((name) => [name, true])),
        renameByName: columns,
        // As named: InfluxDB answers tags in an order of its own, and what is not named comes last.
        indexByName: Object.fromEntries(['Time', ...Object.keys(columns)].map((name, i) => [name, i])),
      },
    })
    .noValue('–');
  if (options.unit !== undefined) panel.unit(options.unit);
  if (sortBy !== undefined)
    panel.withTransformation({
      id: 'sortBy',
      options: { fields: {}, sort: [{ field: columns[sortBy] ?? sortBy, desc: true }] },
    });
  if (limit !== undefined) panel.withTransformation({ id: 'limit', options: { limitField: String(limit) } });
  return panel;
}

function sourceOf(queries: readonly InfluxQuery[]): common.DataSourceRef {
  const [first] = queries;
  if (!first) throw new RangeError('a panel needs a query');
  return first.source;
}
