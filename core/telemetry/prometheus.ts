import {
  Gauge,
  type MetricObjectWithValues,
  type MetricType,
  type MetricValueWithName,
  type Registry,
} from 'prom-client';
import { CATALOGUE, type MetricKind, type MetricName } from './catalogue.ts';
import { TIMING_BOUNDS, type Recorder, type TimingCell } from './recorder.ts';

type Value = MetricValueWithName<string>;

/** The name that a metric has for Prometheus: counters end in `_total`. */
export function prometheusName(name: MetricName): string {
  const base = `chatpulse_${name.replaceAll('.', '_')}`;
  return CATALOGUE[name].kind === 'counter' ? `${base}_total` : base;
}

/** Registers every metric of the catalogue; they are read from the recorder when they are asked for. */
export function registerCatalogue(registry: Registry, recorder: Pick<Recorder, 'cells'>): void {
  for (const name of Object.keys(CATALOGUE) as MetricName[])
    new RecordedMetric(registry, name, () => valuesOf(name, recorder));
}

/** A metric of which the library keeps nothing itself. */
class RecordedMetric extends Gauge<string> {
  readonly #metric: MetricName;
  readonly #read: () => Value[];

  constructor(registry: Registry, metric: MetricName, read: () => Value[]) {
    const { meaning, tags } = CATALOGUE[metric];
    super({ name: prometheusName(metric), help: meaning, labelNames: [...tags], registers: [registry] });
    this.#metric = metric;
    this.#read = read;
  }

  override async get(): Promise<MetricObjectWithValues<Value>> {
    const own = await super.get();
    // The library works with these texts; its types know them as numbers of an enum that it does not export.
    const type = TYPES[CATALOGUE[this.#metric].kind] as unknown as MetricType;
    return { ...own, type, values: this.#read() };
  }
}

const TYPES: Readonly<Record<MetricKind, string>> = {
  counter: 'counter',
  gauge: 'gauge',
  timing: 'histogram',
};

function valuesOf(name: MetricName, recorder: Pick<Recorder, 'cells'>): Value[] {
  const { counters, gauges, timings } = recorder.cells();
  const metricName = prometheusName(name);
  const values: Value[] = [];
  for (const cell of counters)
    if (cell.name === name) values.push({ metricName, labels: cell.tags, value: cell.total });
  for (const cell of gauges)
    if (cell.name === name && cell.value !== undefined)
      values.push({ metricName, labels: cell.tags, value: cell.value });
  for (const cell of timings) if (cell.name === name) values.push(...histogramOf(metricName, cell));
  return values;
}

function histogramOf(metricName: string, { tags, count, sum, ranges }: Readonly<TimingCell>): Value[] {
  let below = 0;
  const buckets = TIMING_BOUNDS.map((bound, range) => {
    below += ranges[range] ?? 0;
    return {
      metricName: `${metricName}_bucket`,
      labels: { ...tags, le: bound },
      value: below,
    };
  });
  return [
    ...buckets,
    { metricName: `${metricName}_bucket`, labels: { ...tags, le: '+Inf' }, value: count },
    { metricName: `${metricName}_sum`, labels: tags, value: sum },
    { metricName: `${metricName}_count`, labels: tags, value: count },
  ];
}
