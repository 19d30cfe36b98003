import { CATALOGUE, TAGS, type MetricName, type NameOfKind, type TagName } from './catalogue.ts';
import type { Telemetry } from './port.ts';
import { SeriesMap } from './series-map.ts';

/** The upper bounds of the counted ranges of a timing, ms. */
export const TIMING_BOUNDS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000,
] as const;

/** Durations of one series that are kept between two collections; of more, a fair sample. */
const SAMPLES = 24;

/** One series: a metric with one set of tag values. */
export interface Series<N extends MetricName = MetricName> {
  readonly name: N;
  readonly tags: Readonly<Record<string, string>>;
}

export interface CounterCell extends Series<NameOfKind<'counter'>> {
  /** Since the process began. */
  total: number;
  /** The part of it that has been drained. */
  drained: number;
}

export interface GaugeCell extends Series<NameOfKind<'gauge'>> {
  /** undefined: told no more. */
  value: number | undefined;
}

export interface TimingCell extends Series<NameOfKind<'timing'>> {
  count: number;
  sum: number;
  /** How many fell into each range of {@link TIMING_BOUNDS}, the last being above all. */
  readonly ranges: number[];
  fresh: TimingNews;
}

/** What came to a timing since it was last drained. */
export interface TimingNews {
  count: number;
  sum: number;
  readonly ranges: number[];
  /** All durations, or a fair sample of them. */
  readonly samples: number[];
}

/** What is new since the last time: what a thread hands to the one that exports, and what goes to a collector. */
export interface Digest {
  readonly counters: readonly (Series<NameOfKind<'counter'>> & { readonly n: number })[];
  readonly gauges: readonly (Series<NameOfKind<'gauge'>> & { readonly value: number | undefined })[];
  readonly timings: readonly (Series<NameOfKind<'timing'>> & { readonly news: TimingNews })[];
}

/** Adds up in memory what the parts tell. */
export interface Recorder extends Telemetry {
  /** What is new since the last drain; gauges always all. One reader only. */
  drain(): Digest;
  /** Adds what another thread has drained. */
  absorb(digest: Digest): void;
  /** Everything since the process began. */
  cells(): {
    readonly counters: Iterable<Readonly<CounterCell>>;
    readonly gauges: Iterable<Readonly<GaugeCell>>;
    readonly timings: Iterable<Readonly<TimingCell>>;
  };
}

/** What a value that came after the bound of its tag is told as. */
const OTHER = 'other';

export function createRecorder(options: { readonly random?: () => number } = {}): Recorder {
  const random = options.random ?? Math.random;
  const counters = new SeriesMap<CounterCell>();
  const gauges = new SeriesMap<GaugeCell>();
  const timings = new SeriesMap<TimingCell>();
  const bounded = createTagBounds();

  /** The cell of a series. Values that come for the first time are cleaned and bounded. */
  function cellOf<C extends Series>(
    cells: SeriesMap<C>,
    name: MetricName,
    tags: Readonly<Record<string, string>>,
    make: (tags: Readonly<Record<string, string>>) => C,
  ): C {
    const known = cells.get(name, tags);
    if (known) return known;
    const clean: Record<string, string> = {};
    for (const tag of CATALOGUE[name].tags) clean[tag] = bounded(name, tag, tags[tag] ?? '');
    const same = cells.get(name, clean);
    if (same) return same;
    const cell = make(clean);
    cells.add(cell);
    return cell;
  }

  const counterOf = (name: NameOfKind<'counter'>, tags: Readonly<Record<string, string>>): CounterCell =>
    cellOf(counters, name, tags, (clean) => ({ name, tags: clean, total: 0, drained: 0 }));
  const gaugeOf = (name: NameOfKind<'gauge'>, tags: Readonly<Record<string, string>>): GaugeCell =>
    cellOf(gauges, name, tags, (clean) => ({ name, tags: clean, value: undefined }));
  const timingOf = (name: NameOfKind<'timing'>, tags: Readonly<Record<string, string>>): TimingCell =>
    cellOf(timings, name, tags, (clean) => ({
      name,
      tags: clean,
      count: 0,
      sum: 0,
      ranges: emptyRanges(),
      fresh: noNews(),
    }));

  /** A reservoir: of n values each is kept with the same chance. */
  function keepSample(news: TimingNews, ms: number): void {
    if (news.samples.length < SAMPLES) news.samples.push(ms);
    else {
      const at = Math.floor(random() * news.count);
      if (at < SAMPLES) news.samples[at] = ms;
    }
  }

  function addTiming(cell: TimingCell, news: TimingNews): void {
    for (const into of [cell, cell.fresh]) {
      into.count += news.count;
      into.sum += news.sum;
      for (const [range, count] of news.ranges.entries())
        into.ranges[range] = (into.ranges[range] ?? 0) + count;
    }
    for (const ms of news.samples) keepSample(cell.fresh, ms);
  }

  return {
    count(name, tags, n = 1) {
      if (n > 0) counterOf(name, tags).total += n;
    },
    gauge(name, tags, value) {
      gaugeOf(name, tags).value = Number.isFinite(value) ? value : undefined;
    },
    timing(name, tags, ms) {
      if (!Number.isFinite(ms)) return;
      const value = Math.max(0, ms);
      const range = rangeOf(value);
      const cell = timingOf(name, tags);
      addOne(cell, value, range);
      addOne(cell.fresh, value, range);
      keepSample(cell.fresh, value);
    },
    drain() {
      const news: Digest = {
        counters: [...counters.cells()]
          .filter(({ total, drained }) => total > drained)
          .map(({ name, tags, total, drained }) => ({ name, tags, n: total - drained })),
        gauges: [...gauges.cells()].map(({ name, tags, value }) => ({ name, tags, value })),
        timings: [...timings.cells()]
          .filter(({ fresh }) => fresh.count > 0)
          .map(({ name, tags, fresh }) => ({ name, tags, news: fresh })),
      };
      for (const cell of counters.cells()) cell.drained = cell.total;
      for (const cell of gauges.cells()) if (cell.value === undefined) gauges.delete(cell);
      for (const cell of timings.cells()) cell.fresh = noNews();
      return news;
    },
    absorb(digest) {
      for (const { name, tags, n } of digest.counters) counterOf(name, tags).total += n;
      for (const { name, tags, value } of digest.gauges) gaugeOf(name, tags).value = value;
      for (const { name, tags, news } of digest.timings) addTiming(timingOf(name, tags), news);
    },
    cells: () => ({
      counters: counters.cells(),
      gauges: gauges.cells(),
      timings: timings.cells(),
    }),
  };
}

/** Keeps the first values of each tag of each metric, cleaned of what the protocols use; others become `other`. */
function createTagBounds(): (name: MetricName, tag: TagName, value: string) => string {
  const seen = new Map<string, Set<string>>();
  return (name, tag, value) => {
    const clean = value.replace(/[^\w./{}-]/g, '_').slice(0, 100) || 'none';
    const key = `${name}/${tag}`;
    const values = seen.get(key) ?? new Set();
    seen.set(key, values);
    if (values.has(clean)) return clean;
    if (values.size >= TAGS[tag].most) return OTHER;
    values.add(clean);
    return clean;
  };
}

function emptyRanges(): number[] {
  return new Array<number>(TIMING_BOUNDS.length + 1).fill(0);
}

function noNews(): TimingNews {
  return { count: 0, sum: 0, ranges: emptyRanges(), samples: [] };
}

function addOne(into: Pick<TimingCell, 'count' | 'sum' | 'ranges'>, ms: number, range: number): void {
  into.count += 1;
  into.sum += ms;
  into.ranges[range] = (into.ranges[range] ?? 0) + 1;
}

function rangeOf(ms: number): number {
  let range = 0;
  while (ms > (TIMING_BOUNDS[range] ?? Infinity)) range += 1;
  return range;
}
