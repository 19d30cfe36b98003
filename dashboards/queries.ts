import type { MetricName, NameOfKind } from '../core/telemetry/catalogue.ts';
import { CHAT, HEALTH } from './data-sources.ts';
import type { InfluxQuery } from './influx-query.ts';

/** What the variables of a board choose, as a condition on tags. `:regex`, since 10.2.3 to 10.4.0 join several values wrongly. */
export const CHOSEN =
  '"platform" =~ /^${platform:regex}$/ AND "channel" =~ /^${channel:regex}$/ AND "broadcast" =~ /^${broadcast:regex}$/';
/** Without the broadcast, where points do not carry it. */
export const CHOSEN_CHANNEL = '"platform" =~ /^${platform:regex}$/ AND "channel" =~ /^${channel:regex}$/';
export const CHOSEN_ROLE = '"role" =~ /^${role:regex}$/';

export interface Grouped {
  /** Tags, one series for each of their values. */
  readonly by?: readonly string[];
  /** A further condition on tags. */
  readonly where?: string;
  readonly alias?: string;
}

const groups = (time: string | undefined, by: readonly string[] = []): string => {
  const all = [...(time === undefined ? [] : [`time(${time})`]), ...by.map((tag) => `"${tag}"`)];
  return all.length === 0 ? '' : `GROUP BY ${all.join(', ')}`;
};
const and = (...conditions: readonly (string | undefined)[]): string =>
  ['$timeFilter', ...conditions.filter((one) => one !== undefined)].join(' AND ');
const alias = ({ alias: given, by = [] }: Grouped, fallback: string): string =>
  given ?? (by.length > 0 ? by.map((tag) => `$tag_${tag}`).join(' ') : fallback);

/** A figure of closed windows, per interval. `field` is an expression over fields, e.g. `sum("negative")`. */
export function windowSeries(
  expression: string,
  options: Grouped & {
    readonly size?: '10s' | '1m';
    readonly interval?: string;
    readonly fill?: string;
  } = {},
): InfluxQuery {
  const { size = '1m', interval = size === '1m' ? '1m' : '$__interval', fill = 'null' } = options;
  return {
    source: CHAT,
    query: `SELECT ${expression} FROM "chat_window" WHERE ${and(`"size" = '${size}'`, CHOSEN, options.where)}
      ${groups(interval, options.by)} fill(${fill})`,
    alias: alias(options, '$col'),
  };
}

/** One figure of closed windows over the whole range. */
export function windowTotal(
  expression: string,
  options: Grouped & { readonly size?: '10s' | '1m' } = {},
): InfluxQuery {
  const { size = '1m' } = options;
  return {
    source: CHAT,
    query: `SELECT ${expression} FROM "chat_window" WHERE ${and(`"size" = '${size}'`, CHOSEN, options.where)}
      ${groups(undefined, options.by)}`,
    alias: alias(options, '$col'),
  };
}

/** Rows of points of the chat database, newest first. */
export function chatRows(
  columns: string,
  measurement: string,
  options: { readonly where?: string; readonly limit?: number } = {},
): InfluxQuery {
  const { where, limit = 200 } = options;
  return {
    source: CHAT,
    query: `SELECT ${columns} FROM "${measurement}" WHERE ${and(where)} ORDER BY time DESC LIMIT ${limit}`,
    format: 'table',
  };
}

/** An aggregate of points of the chat database by tags, as a table. */
export function chatTotals(expression: string, measurement: string, options: Grouped = {}): InfluxQuery {
  return {
    source: CHAT,
    query: `SELECT ${expression} FROM "${measurement}" WHERE ${and(options.where)} ${groups(undefined, options.by)}`,
    format: 'table',
  };
}

/** A figure of points of the chat database over time. */
export function chatSeries(
  expression: string,
  measurement: string,
  options: Grouped & { readonly interval?: string; readonly fill?: string } = {},
): InfluxQuery {
  const { interval = '$__interval', fill = '0' } = options;
  return {
    source: CHAT,
    query: `SELECT ${expression} FROM "${measurement}" WHERE ${and(options.where)} ${groups(interval, options.by)}
      fill(${fill})`,
    alias: alias(options, measurement),
  };
}

/** The measurement that Telegraf makes of a metric of the catalogue. */
export const healthMeasurement = (metric: MetricName): string => `chatpulse_${metric.replaceAll('.', '_')}`;

/** The finest that rates are summed by, s: each window ends, and each collector writes, once in it at least. */
const STEP = 10;

/**
 * The mean rate per second of each interval. An interval that is no multiple of the step holds now one more, now one less of
 * them: a sum over it, divided by its length, would zigzag.
 */
const rateOverTime = (steps: string, by: readonly string[] | undefined): string =>
  `SELECT mean("sum") / ${STEP} FROM (${steps}) WHERE $timeFilter ${groups('$__interval', by)} fill(0)`;

/** A counter as a rate per second. Telegraf writes what was counted since its last flush. */
export function counterRate(metric: NameOfKind<'counter'>, options: Grouped = {}): InfluxQuery {
  return {
    source: HEALTH,
    query: rateOverTime(counterSteps(metric, options), options.by),
    alias: alias(options, metric),
  };
}

/**
 * One figure: the mean rate per second of the range. The steps at both ends are not full, which makes it up to a seventh too
 * low for a minute; the median would be right for what flows evenly, and nothing for what comes now and then.
 */
export function counterRateNow(metric: NameOfKind<'counter'>, options: Grouped = {}): InfluxQuery {
  return {
    source: HEALTH,
    // No condition outside: with one, InfluxDB 1.6 answers nothing where tags are grouped and times are not.
    query: `SELECT mean("sum") / ${STEP} FROM (${counterSteps(metric, options)}) ${groups(undefined, options.by)}`,
    alias: alias(options, metric),
  };
}

const counterSteps = (metric: NameOfKind<'counter'>, { by, where }: Grouped): string =>
  sumsByStep({ field: 'value', measurement: healthMeasurement(metric), where: and(CHOSEN_ROLE, where), by });

/** Sums, not rates: to fill holes with 0, InfluxDB 1.6 cuts fractions off. */
function sumsByStep(of: {
  readonly field: string;
  readonly measurement: string;
  readonly where: string;
  readonly by: readonly string[] | undefined;
}): string {
  return `SELECT sum("${of.field}") AS "sum" FROM "${of.measurement}"
    WHERE ${of.where} ${groups(`${STEP}s`, of.by)} fill(0)`;
}

/** A counted field of closed windows as a rate per second. */
export function windowRate(field: string, options: Grouped = {}): InfluxQuery {
  const where = and(`"size" = '${STEP}s'`, CHOSEN, options.where);
  const steps = sumsByStep({ field, measurement: 'chat_window', where, by: options.by });
  return { source: CHAT, query: rateOverTime(steps, options.by), alias: alias(options, field) };
}

/** A counter as a number per interval. */
export function counterSum(metric: NameOfKind<'counter'>, options: Grouped = {}): InfluxQuery {
  return health(`sum("value")`, metric, options, '0');
}

/** How a gauge stood: the highest of the interval. */
export function gaugeMax(metric: NameOfKind<'gauge'>, options: Grouped = {}): InfluxQuery {
  return health(`max("value")`, metric, options, 'null');
}

/** How a gauge stood at worst, where less is worse. */
export function gaugeMin(metric: NameOfKind<'gauge'>, options: Grouped = {}): InfluxQuery {
  return health(`min("value")`, metric, options, 'null');
}

/** A percentile of a timing, ms, as Telegraf has computed it: the worst of the interval. */
export function timing(
  metric: NameOfKind<'timing'>,
  percentile: 50 | 95 | 99,
  options: Grouped = {},
): InfluxQuery {
  const by = (options.by ?? []).map((tag) => `$tag_${tag}`).join(' ');
  return health(
    `max("${percentile}_percentile")`,
    metric,
    { alias: `${by} p${percentile}`.trim(), ...options },
    'null',
  );
}

/** The latest value of a gauge by tags, over the range. */
export function gaugeLast(metric: NameOfKind<'gauge'>, options: Grouped = {}): InfluxQuery {
  return {
    source: HEALTH,
    query: `SELECT last("value") FROM "${healthMeasurement(metric)}" WHERE ${and(CHOSEN_ROLE, options.where)}
      ${groups(undefined, options.by)}`,
    alias: alias(options, metric),
  };
}

/** The worst among the latest values of all processes, partitions …, by tags. For panels of the last minute (`now`). */
export function gaugeNow(
  metric: NameOfKind<'gauge'>,
  options: Grouped & { readonly worst: 'min' | 'max' },
): InfluxQuery {
  return {
    source: HEALTH,
    query: `SELECT ${options.worst}("now") FROM (SELECT last("value") AS "now" FROM "${healthMeasurement(metric)}"
      WHERE ${and(CHOSEN_ROLE, options.where)} GROUP BY *) ${groups(undefined, options.by)}`,
    alias: alias(options, metric),
  };
}

function health(expression: string, metric: MetricName, options: Grouped, fill: string): InfluxQuery {
  return {
    source: HEALTH,
    query: `SELECT ${expression} FROM "${healthMeasurement(metric)}" WHERE ${and(CHOSEN_ROLE, options.where)}
      ${groups('$__interval', options.by)} fill(${fill})`,
    alias: alias(options, metric),
  };
}

/** Figures of the machine that Telegraf gathers itself. */
export function machineSeries(expression: string, measurement: string, options: Grouped = {}): InfluxQuery {
  return {
    source: HEALTH,
    query: `SELECT ${expression} FROM "${measurement}" WHERE ${and(options.where)}
      ${groups('$__interval', options.by)} fill(null)`,
    alias: alias(options, measurement),
  };
}
