import { CATALOGUE, type MetricName, type TagName } from '../../core/telemetry/catalogue.ts';
import { healthMeasurement } from '../queries.ts';
import { countAround, seededRandom } from './random.ts';

/** What the values of a metric are like, per ten seconds where it is a counter. */
type Shape =
  | { readonly around: number; readonly swing?: number }
  /** Nothing most of the time, then a few. */
  | { readonly rarely: number }
  | { readonly growing: number };

const MB = 1_048_576;

const SHAPES: Readonly<Record<MetricName, Shape>> = {
  'reader.records': { around: 420, swing: 0.6 },
  'reader.lag': { around: 12, swing: 0.8 },
  'reader.offset': { growing: 42 },
  'reader.batches': { around: 60, swing: 0.4 },
  'reader.retries': { rarely: 0.004 },
  'reader.dead_letters': { rarely: 0.001 },
  'reader.rebalances': { rarely: 0.002 },
  'reader.batch_ms': { around: 9 },
  'stage.ms': { around: 6 },
  'topic.records': { around: 400, swing: 0.6 },
  'topic.bytes': { around: 160_000, swing: 0.6 },
  'source.state': { around: 2 },
  'source.viewers': { around: 1_800, swing: 0.4 },
  'source.messages': { around: 180, swing: 0.6 },
  'source.reconnects': { rarely: 0.003 },
  'source.gaps': { rarely: 0.002 },
  'source.unparsed': { rarely: 0.001 },
  'http.ms': { around: 7 },
  'http.slow': { rarely: 0.001 },
  'http.errors': { rarely: 0.002 },
  'ws.connections': { around: 36, swing: 0.5 },
  'ws.subscriptions': { around: 40, swing: 0.5 },
  'ws.frames': { around: 2_600, swing: 0.5 },
  'ws.bytes': { around: 1_900_000, swing: 0.5 },
  'ws.skipped': { rarely: 0.002 },
  'ws.sent_away': { rarely: 0.001 },
  'live.broadcasts': { around: 3 },
  'live.messages': { around: 900, swing: 0.6 },
  'live.messages_per_second': { around: 18, swing: 0.6 },
  'process.cpu': { around: 24, swing: 0.5 },
  'process.rss': { around: 190 * MB },
  'process.heap': { around: 70 * MB, swing: 0.2 },
  'process.event_loop_ms': { around: 14 },
  'process.gc': { around: 3 },
  'process.fds': { around: 48 },
  'process.uptime': { growing: 10 },
  'part.up': { around: 1 },
  'store.up': { around: 1 },
  'canary.ms': { around: 120 },
  'canary.lost': { rarely: 0.0005 },
  'alerts.open': { rarely: 0.02 },
  'notices.pending': { rarely: 0.01 },
  'notices.oldest': { rarely: 0.01 },
  'log.warnings': { rarely: 0.01 },
  'log.errors': { rarely: 0.002 },
  'deploy.started': { rarely: 0.00002 },
};

const TAG_VALUES: Readonly<Partial<Record<TagName, readonly string[]>>> = {
  part: [
    'analyze',
    'windows',
    'words',
    'alerts',
    'archive',
    'metrics',
    'boards',
    'notify',
    'producers',
    'gateway',
  ],
  topic: ['chat.raw', 'chat.analyzed', 'chat.windows', 'chat.words', 'broadcast.events', 'alert.events'],
  partition: ['0', '1', '2', '3'],
  stage: ['log_append', 'analyze', 'windows', 'words', 'archive', 'metrics', 'deliver', 'end_to_end'],
  platform: ['twitch', 'chzzk', 'youtube', 'naver-shopping'],
  state: ['live', 'quiet', 'stalled'],
  method: ['GET'],
  route: ['/api/broadcasts', '/api/broadcasts/:id/messages', '/api/broadcasts/:id/windows'],
  status: ['200'],
  code: ['CHATPULSE_HISTORY_UNAVAILABLE'],
  store: ['log', 'archive', 'metrics', 'registry'],
  severity: ['warning', 'critical'],
  version: ['0.1.0'],
};

const ROLES = ['producers', 'processors', 'sinks', 'gateway'] as const;

export interface HealthSpan {
  readonly from: number;
  readonly to: number;
  /** ms between two points of a series. */
  readonly step: number;
}

/**
 * Health of a made-up installation as Telegraf writes what it hears by StatsD, in InfluxDB's line protocol with times in
 * ms: every metric of the catalogue, with the types that Telegraf gives (counters whole, all else with a fraction).
 */
export function* healthLines({ from, to, step }: HealthSpan): Generator<string> {
  for (const [number, metric] of Object.keys(CATALOGUE).entries()) {
    const name = metric as MetricName;
    for (const tags of seriesOf(name)) {
      const random = seededRandom(number * 1_000 + tags.length * 7 + (tags.charCodeAt(tags.length - 1) || 0));
      for (let time = from; time < to; time += step)
        yield `${healthMeasurement(name)},${tags} ${fieldsAt(name, { time, from, step, random })} ${time}`;
    }
  }
  yield* machineLines({ from, to, step });
}

function seriesOf(name: MetricName): readonly string[] {
  const { kind, tags } = CATALOGUE[name];
  let series = ROLES.map((role) => [
    `host=seed-1`,
    `metric_type=${kind}`,
    `process=${role}-seed`,
    `role=${role}`,
  ]);
  // What belongs to a part, a platform or a store is told by one process alone.
  if (tags.length > 0 || !name.startsWith('process.')) series = series.slice(0, 1);
  for (const tag of tags)
    series = series.flatMap((known) =>
      (TAG_VALUES[tag] ?? []).map((value) => [...known, `${tag}=${escape(value)}`]),
    );
  return series.map((parts) => parts.join(','));
}

const escape = (value: string): string => value.replace(/[,= ]/g, '\\$&');

interface Moment {
  readonly time: number;
  readonly from: number;
  readonly step: number;
  readonly random: () => number;
}

function fieldsAt(name: MetricName, moment: Moment): string {
  const { kind } = CATALOGUE[name];
  const value = valueAt(SHAPES[name], moment);
  if (kind === 'counter') return `value=${Math.round((value * moment.step) / 10_000)}i`;
  if (kind === 'gauge') return `value=${value}`;
  const spread = 1 + moment.random();
  return [
    `count=${Math.max(1, Math.round(moment.random() * 60))}i`,
    `mean=${value}`,
    `lower=${value / 3}`,
    `upper=${value * 4 * spread}`,
    `50_percentile=${value * 0.9}`,
    `95_percentile=${value * 2.2 * spread}`,
    `99_percentile=${value * 3.5 * spread}`,
  ].join(',');
}

function valueAt(shape: Shape, { time, from, step, random }: Moment): number {
  if ('growing' in shape) return (shape.growing * (time - from)) / 10_000;
  if ('rarely' in shape) return random() < (shape.rarely * step) / 10_000 ? 1 + Math.floor(random() * 3) : 0;
  const { around, swing = 0 } = shape;
  // Evenings in Seoul are full, mornings empty.
  const day = Math.cos(((time / 3_600_000 - 12) / 24) * 2 * Math.PI);
  const mean = around * (1 + swing * day);
  return around <= 4 && swing === 0 ? around : countAround(random, mean);
}

/** What Telegraf finds out about the machine, and about containers where it may ask. */
function* machineLines({ from, to, step }: HealthSpan): Generator<string> {
  const random = seededRandom(99);
  for (let time = from; time < to; time += step) {
    yield `cpu,cpu=cpu-total,host=seed-1 usage_idle=${60 + random() * 20} ${time}`;
    yield `mem,host=seed-1 used_percent=${48 + random() * 4} ${time}`;
    yield `disk,device=vda1,fstype=ext4,host=seed-1,mode=rw,path=/ used_percent=${30 + (time - from) / 6e7} ${time}`;
    for (const name of ['kafka', 'mongo', 'influx', 'gateway-1', 'processors']) {
      const tags = `container_name=${name},host=seed-1`;
      yield `docker_container_cpu,${tags},cpu=cpu-total usage_percent=${5 + random() * 30} ${time}`;
      yield `docker_container_mem,${tags} usage_percent=${30 + random() * 20} ${time}`;
    }
  }
}
