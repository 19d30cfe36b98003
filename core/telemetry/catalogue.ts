/**
 * Every figure that the product tells of its own health: the one list from which the ports, the exporters and
 * docs/metrics.md are made. StatsD has the names after `chatpulse.`; Prometheus after `chatpulse_`, with `_` for dots.
 */

/** counter: grows; gauge: is what it is; timing: how long something took, ms. */
export type MetricKind = 'counter' | 'gauge' | 'timing';

export type MetricUnit =
  | 'records'
  | 'messages'
  | 'bytes'
  | 'ms'
  | 's'
  | '%'
  | 'offset'
  | 'yes or no'
  | 'sources'
  | 'broadcasts'
  | 'connections'
  | 'people'
  | 'times';

/** A tag, with the most values that a process keeps apart; what comes after them is told as `other`. */
interface TagDefinition {
  readonly most: number;
  readonly meaning: string;
}

export const TAGS = {
  part: {
    most: 24,
    meaning:
      'a part of the product: analyze, windows, words, alerts, archive, metrics, notify, producers, gateway, log',
  },
  topic: { most: 40, meaning: 'a topic of the log' },
  partition: { most: 64, meaning: 'a partition of a topic, by number' },
  stage: {
    most: 16,
    meaning:
      'a stage on the way of a message: log_append, analyze, windows, words, archive, metrics, deliver, end_to_end',
  },
  platform: { most: 16, meaning: 'a platform: twitch, youtube, chzzk, soop, naver-shopping, replay, demo' },
  state: { most: 12, meaning: 'the state of a source: connecting, live, stalled, …' },
  method: { most: 8, meaning: 'a method of HTTP' },
  route: {
    most: 80,
    meaning: 'a route of the server, with names for its parameters; never an address as it came',
  },
  status: { most: 24, meaning: 'a status of HTTP' },
  code: { most: 48, meaning: 'the code of an error, as docs/errors.md has them' },
  store: { most: 8, meaning: 'log, archive, metrics or registry' },
  severity: { most: 4, meaning: 'the severity of an alert' },
  version: { most: 4, meaning: 'a version of the product' },
} as const satisfies Record<string, TagDefinition>;

export type TagName = keyof typeof TAGS;

export interface MetricDefinition {
  readonly kind: MetricKind;
  readonly unit: MetricUnit;
  readonly tags: readonly TagName[];
  readonly meaning: string;
}

export const CATALOGUE = {
  'reader.records': counter(
    'records',
    ['part'],
    'Records that a part has dealt with, dead letters among them.',
  ),
  'reader.lag': gauge(
    'records',
    ['part', 'topic', 'partition'],
    'Records of a partition that a part has not dealt with: the end of the partition minus what the part has committed. Of a part that no process runs a gateway tells it.',
  ),
  'reader.offset': gauge('offset', ['part', 'topic', 'partition'], 'The next offset that a part will read.'),
  'reader.batches': counter('times', ['part'], 'Batches that a part has dealt with.'),
  'reader.retries': counter(
    'times',
    ['part'],
    'Attempts that failed and are tried again: the log or a store is away.',
  ),
  'reader.dead_letters': counter(
    'records',
    ['part'],
    'Records set aside because they could not be read or handled.',
  ),
  'reader.rebalances': counter('times', ['part'], 'Partitions that a part was given or lost.'),
  'reader.batch_ms': timing(
    ['part'],
    'Time to deal with one batch, waiting for stores and the log included.',
  ),
  'stage.ms': timing(
    ['stage'],
    'Time that a stage takes: of a batch or, for deliver (analysed to frame) and end_to_end (accepted to frame), of the oldest message of a frame.',
  ),
  'topic.records': counter('records', ['topic'], 'Records appended to a topic by this process.'),
  'topic.bytes': counter('bytes', ['topic'], 'Bytes of the values appended to a topic by this process.'),
  'source.state': gauge('sources', ['platform', 'state'], 'Sources that are in a state.'),
  'source.viewers': gauge(
    'people',
    ['platform'],
    'Who watches the captured shows, where the platform tells it.',
  ),
  'source.messages': counter('messages', ['platform'], 'Messages recorded.'),
  'source.reconnects': counter('times', ['platform'], 'Connections to a platform that were made anew.'),
  'source.gaps': counter('times', ['platform'], 'Gaps: stretches in which messages may have been missed.'),
  'source.unparsed': counter('messages', ['platform'], 'Payloads of a platform that were not understood.'),
  'http.ms': timing(['method', 'route', 'status'], 'Time to answer a request.'),
  'http.slow': counter('times', ['route'], 'Requests whose answer took more than 5 s.'),
  'http.errors': counter('times', ['route', 'code'], 'Requests that ended in an error of the server.'),
  'ws.connections': gauge('connections', [], 'Open WebSocket connections.'),
  'ws.subscriptions': gauge('connections', [], 'Broadcasts watched, counted per viewer.'),
  'ws.frames': counter('times', [], 'Frames sent to viewers.'),
  'ws.bytes': counter('bytes', [], 'Bytes of frames sent to viewers.'),
  'ws.skipped': counter('messages', [], 'Messages that slow viewers were told they skipped.'),
  'ws.sent_away': counter('connections', [], 'Viewers that were told to go to another gateway.'),
  'live.broadcasts': gauge('broadcasts', [], 'Broadcasts that a gateway holds in memory.'),
  'live.messages': gauge('messages', [], 'Messages that a gateway holds in memory.'),
  'live.messages_per_second': gauge('messages', [], 'Analysed messages per second, over five seconds.'),
  'process.cpu': gauge('%', [], 'CPU time of the process, of one core.'),
  'process.rss': gauge('bytes', [], 'Resident memory.'),
  'process.heap': gauge('bytes', [], 'Used heap of the main thread.'),
  'process.event_loop_ms': gauge(
    'ms',
    [],
    'The 99th percentile of the delay of the main thread since the last report.',
  ),
  'process.gc': gauge('%', [], 'Time that the main thread spent collecting garbage.'),
  'process.fds': gauge('times', [], 'Open file descriptors, where the system tells them.'),
  'process.uptime': gauge('s', [], 'Time since the process began.'),
  'part.up': gauge('yes or no', ['part'], '1 while a part works, 0 while it does not.'),
  'store.up': gauge('yes or no', ['store'], '1 while a store answers, 0 while it does not.'),
  'canary.ms': timing([], 'Time of a canary message from its acceptance to the end of the pipeline.'),
  'canary.lost': counter('messages', [], 'Canary messages that did not arrive in time.'),
  'alerts.open': gauge(
    'times',
    ['severity'],
    'Alerts that are open; every process that tells of alerts knows all of them.',
  ),
  'notices.pending': gauge(
    'times',
    [],
    'Notices of the alerts of this process that are owed and not delivered yet.',
  ),
  'notices.oldest': gauge(
    's',
    [],
    'For how long the notice that waits longest has been owed; 0 where none waits.',
  ),
  'log.warnings': counter('times', [], 'Lines of the level warn in the log.'),
  'log.errors': counter('times', [], 'Lines of the levels error and fatal in the log.'),
  'deploy.started': counter('times', ['version'], 'One at each start: a line on the boards.'),
} as const;

export type MetricName = keyof typeof CATALOGUE;
export type NameOfKind<K extends MetricKind> = {
  [N in MetricName]: (typeof CATALOGUE)[N]['kind'] extends K ? N : never;
}[MetricName];
/** The tags of a metric with their values. */
export type TagsOf<N extends MetricName> = Readonly<Record<(typeof CATALOGUE)[N]['tags'][number], string>>;

interface Of<K extends MetricKind, T extends readonly TagName[]> extends MetricDefinition {
  readonly kind: K;
  readonly tags: T;
}

function counter<const T extends readonly TagName[]>(
  unit: MetricUnit,
  tags: T,
  meaning: string,
): Of<'counter', T> {
  return { kind: 'counter', unit, tags, meaning };
}

function gauge<const T extends readonly TagName[]>(
  unit: MetricUnit,
  tags: T,
  meaning: string,
): Of<'gauge', T> {
  return { kind: 'gauge', unit, tags, meaning };
}

function timing<const T extends readonly TagName[]>(tags: T, meaning: string): Of<'timing', T> {
  return { kind: 'timing', unit: 'ms', tags, meaning };
}
