import type { Logger } from 'pino';
import { systemClock } from '../../clock.ts';
import { pause } from '../../runtime/backoff.ts';
import { rootOf, typeOf } from './failures.ts';
import type { Lane } from './lane.ts';
import type { Link } from './link.ts';
import { retryDelay } from './patience.ts';
import { toRecords } from './records.ts';

export interface FetcherOptions {
  readonly link: Link;
  /** ms that a broker may wait for something to come. */
  readonly maxWaitMs: number;
  readonly logger: Logger | undefined;
  /** A partition whose offset the brokers do not have. */
  readonly onOutOfRange: (lane: Lane) => Promise<void>;
}

/** Fetches for lanes: one request at a time to each broker, for all partitions it leads whose lanes want something. */
export interface Fetcher {
  add(lane: Lane): void;
  remove(lane: Lane): void;
  /** A lane wants something again. */
  wake(): void;
  close(): void;
}

/** Bytes of one partition in one answer; a stored batch that is larger comes whole. */
export const PARTITION_BYTES = 512 * 1024;
const ANSWER_BYTES = 8 * 1024 * 1024;
/** How long a broker may wait while some lanes are full, so that these are not held up when they have worked it off, ms. */
const IMPATIENT_MS = 10;

export function createFetcher(options: FetcherOptions): Fetcher {
  const { link, logger } = options;
  const lanes = new Set<Lane>();
  const loops = new Set<number>();
  const closing = new AbortController();
  let locating = false;
  let away = false;
  let sleepers: (() => void)[] = [];

  function wake(): void {
    const woken = sleepers;
    sleepers = [];
    for (const resume of woken) resume();
  }

  function nextWake(): Promise<void> {
    return new Promise((resolve) => sleepers.push(resolve));
  }

  /** Sees to it that every partition is fetched by the loop of its leader. */
  function distribute(): void {
    let lost = false;
    for (const lane of lanes) {
      const leader = link.leaderNow(lane);
      if (leader === undefined) lost = true;
      else if (!loops.has(leader)) {
        loops.add(leader);
        void loop(leader);
      }
    }
    if (lost) void locate();
  }

  async function locate(): Promise<void> {
    if (locating) return;
    locating = true;
    for (let attempt = 1; !closing.signal.aborted; attempt += 1) {
      const lost = [...lanes].find((lane) => link.leaderNow(lane) === undefined);
      if (!lost) break;
      try {
        await link.leader(lost);
      } catch (error) {
        report(error);
        await pause(systemClock, retryDelay(attempt), closing.signal);
      }
    }
    locating = false;
    if (!closing.signal.aborted) distribute();
  }

  function report(error: unknown): void {
    if (!away && !closing.signal.aborted)
      logger?.warn({ err: error }, 'the log cannot be read; trying again');
    away = true;
  }

  async function loop(node: number): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted;) {
      const mine = [...lanes].filter((lane) => link.leaderNow(lane) === node);
      if (mine.length === 0) break;
      const wanting = mine.filter((lane) => lane.wants());
      if (wanting.length === 0) {
        await nextWake();
        continue;
      }
      try {
        await fetchFor(node, wanting, wanting.length < mine.length ? IMPATIENT_MS : options.maxWaitMs);
        if (away) logger?.info('the log can be read again');
        away = false;
        attempt = 0;
      } catch (error) {
        if (await outOfRange(error)) continue;
        report(error);
        attempt += 1;
        await pause(systemClock, retryDelay(attempt), closing.signal);
        if (closing.signal.aborted) break;
        await link.refresh().catch(() => undefined);
        distribute();
      }
    }
    loops.delete(node);
    if (!closing.signal.aborted) distribute();
  }

  async function fetchFor(node: number, wanting: readonly Lane[], maxWaitTime: number): Promise<void> {
    const asked = new Map<string, { readonly lane: Lane; readonly offset: number }>();
    const topics = new Map<string, { partition: number; fetchOffset: string; maxBytes: number }[]>();
    for (const lane of wanting) {
      asked.set(`${lane.topic}/${lane.partition}`, { lane, offset: lane.offset });
      const partitions = topics.get(lane.topic) ?? [];
      topics.set(lane.topic, partitions);
      partitions.push({
        partition: lane.partition,
        fetchOffset: String(lane.offset),
        maxBytes: PARTITION_BYTES,
      });
    }
    const answer = await link.call(
      node,
      (broker) =>
        broker.fetch({
          isolationLevel: 0,
          maxWaitTime,
          minBytes: 1,
          maxBytes: ANSWER_BYTES,
          topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
        }),
      { kind: 'fetch', waitMs: maxWaitTime },
    );
    if (closing.signal.aborted) return;
    for (const { topicName, partitions } of answer.responses)
      for (const { partition, messages, highWatermark } of partitions) {
        const request = asked.get(`${topicName}/${partition}`);
        if (!request || !lanes.has(request.lane) || request.lane.offset !== request.offset) continue;
        const { records, next } = toRecords(messages, request.offset);
        request.lane.take(records, next, Number(highWatermark));
      }
  }

  async function outOfRange(error: unknown): Promise<boolean> {
    if (typeOf(error) !== 'OFFSET_OUT_OF_RANGE') return false;
    const { topic, partition } = rootOf(error);
    const lane = [...lanes].find((entry) => entry.topic === topic && entry.partition === partition);
    if (lane) await options.onOutOfRange(lane);
    return true;
  }

  return {
    add(lane) {
      lanes.add(lane);
      distribute();
      wake();
    },
    remove(lane) {
      lanes.delete(lane);
      wake();
    },
    wake,
    close() {
      closing.abort();
      wake();
    },
  };
}
