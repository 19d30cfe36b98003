import type { Logger } from 'pino';
import { systemClock } from '../../clock.ts';
import { ChatpulseError } from '../../errors.ts';
import { pause } from '../../runtime/backoff.ts';
import { outOfRange } from '../partition-reader.ts';
import type {
  PartitionRange,
  StartPosition,
  SubscribeOptions,
  Subscription,
  TopicPartition,
} from '../port.ts';
import { keyOf } from './assign.ts';
import { createFetcher } from './fetcher.ts';
import { startGroupMember, type GroupMember, type GroupTimes } from './group-member.ts';
import { createLane, type Lane } from './lane.ts';
import type { Link } from './link.ts';
import { patiently, retryDelay } from './patience.ts';
import type { Queries } from './queries.ts';

export interface KafkaSubscriptionOptions {
  readonly subscribe: SubscribeOptions;
  readonly queries: Queries;
  readonly createLink: () => Link;
  readonly times: GroupTimes;
  readonly maxWaitMs: number;
  /** ms after which a commit that does not get through rejects. */
  readonly deadlineMs: number;
  readonly logger: Logger | undefined;
  /** Aborts when the log closes, so that a start that waits for the brokers ends. */
  readonly signal: AbortSignal;
}

interface Owned {
  readonly at: TopicPartition;
  lane: Lane | undefined;
}

/** A subscription: with a group as a member of it, else to all partitions. Resolves when the first ones were given. */
export async function startSubscription(options: KafkaSubscriptionOptions): Promise<Subscription> {
  const { subscribe, queries, logger } = options;
  const { handler, group, topics, maxRecords = 500 } = subscribe;
  const owned = new Map<string, Owned>();
  const given = new Set<Promise<void>>();
  const ending = new AbortController();
  const waiting = AbortSignal.any([ending.signal, options.signal]);
  const link = options.createLink();
  let member: GroupMember | undefined;
  let finishing: Promise<void> | undefined;
  let resolveEnded: (error: Error | undefined) => void = () => undefined;
  const ended = new Promise<Error | undefined>((resolve) => {
    resolveEnded = resolve;
  });

  const fetcher = createFetcher({
    link,
    maxWaitMs: options.maxWaitMs,
    logger,
    async onOutOfRange(lane) {
      const range = await queries.range(lane, Infinity).catch((error: unknown) => {
        lane.fail(asError(error));
        return undefined;
      });
      if (!range) return;
      // Retention has moved the start between the look at it and the fetch.
      if (!lane.begun && fromStart.has(lane)) lane.restart(range.start);
      else lane.fail(outOfRange(lane, range));
    },
  });
  const fromStart = new WeakSet<Lane>();

  function finish(error: Error | undefined, lastWork?: () => Promise<void>): Promise<void> {
    finishing ??= (async () => {
      ending.abort();
      const lanes = [...owned.values()].flatMap(({ lane }) => lane ?? []);
      fetcher.close();
      await Promise.all(lanes.map((lane) => lane.stop()));
      try {
        await lastWork?.();
      } finally {
        owned.clear();
        await member?.leave();
        await link.close();
        resolveEnded(error);
      }
    })();
    return finishing;
  }

  function fail(error: Error): void {
    void finish(error).catch(() => undefined);
  }

  function give(partitions: readonly TopicPartition[]): void {
    for (const at of partitions) {
      const entry: Owned = { at, lane: undefined };
      owned.set(keyOf(at), entry);
      const done = begin(entry).catch((error: unknown) => {
        if (isOwned(entry)) fail(asError(error));
      });
      given.add(done);
      void done.then(() => given.delete(done));
    }
  }

  function isOwned(entry: Owned): boolean {
    return !ending.signal.aborted && owned.get(keyOf(entry.at)) === entry;
  }

  /** Asks the handler where to begin, again and again while the log is away, and begins. */
  async function begin(entry: Owned): Promise<void> {
    const { at } = entry;
    for (let attempt = 1; isOwned(entry); attempt += 1) {
      try {
        const [committed] = group ? await queries.committed(group, at, Infinity) : [];
        if (!isOwned(entry)) return;
        const wanted = (await handler.assigned?.({ ...at, committed })) ?? committed?.offset ?? 'start';
        const range = await queries.range(at, Infinity);
        if (!isOwned(entry)) return;
        const lane = createLane({
          at,
          start: startOffset(range, wanted, at),
          maxRecords,
          handler,
          onError: fail,
          onWanting: () => {
            fetcher.wake();
          },
        });
        if (wanted === 'start') fromStart.add(lane);
        entry.lane = lane;
        fetcher.add(lane);
        return;
      } catch (error) {
        // What the handler reads on an assignment may fail because the log is away. It begins anew then.
        const isAway = error instanceof ChatpulseError && error.code === 'CHATPULSE_LOG_UNAVAILABLE';
        if (!isAway || !isOwned(entry)) throw error;
        await pause(systemClock, retryDelay(attempt), ending.signal);
      }
    }
  }

  function take(partitions: readonly TopicPartition[]): void {
    for (const at of partitions) {
      const entry = owned.get(keyOf(at));
      owned.delete(keyOf(at));
      if (entry?.lane) {
        fetcher.remove(entry.lane);
        // Not awaited: a batch that hangs must not hold up the new owner; its commit is refused.
        void entry.lane.stop();
      }
      void (async () => handler.revoked?.(at))().catch((error: unknown) => {
        fail(asError(error));
      });
    }
  }

  async function joinGroup(name: string): Promise<void> {
    await new Promise<void>((resolve) => {
      void ended.then(() => {
        resolve();
      });
      member = startGroupMember({
        link,
        group: name,
        topics,
        ...options.times,
        logger,
        onGiven(partitions, complete) {
          give(partitions);
          if (complete) resolve();
        },
        onTaken: take,
        onRefused: fail,
      });
    });
  }

  async function giveAll(): Promise<void> {
    for (const topic of topics) {
      const ranges = await queries.ranges(topic);
      give(ranges.map(({ partition }) => ({ topic, partition })));
    }
  }

  try {
    // Topics that do not exist are an error at once; brokers that are away are waited for.
    for (const topic of topics)
      await patiently(() => link.partitions(topic), {
        what: `Subscription to ${topic}`,
        deadlineMs: Infinity,
        signal: waiting,
        beforeRetry: () => link.refresh(),
      });
    options.signal.addEventListener('abort', () => fail(closedError()), {
      once: true,
      // The log outlives its subscriptions.
      signal: ending.signal,
    });
    await (group ? joinGroup(group) : giveAll());
    await Promise.all(given);
    if (options.signal.aborted) throw closedError();
  } catch (error) {
    await finish(asError(error));
    throw error;
  }

  return {
    ended,
    async commit(commits) {
      if (!group || !member) throw new TypeError('A subscription without a group cannot commit.');
      const asMember = member;
      await patiently(
        () =>
          asMember.commit(() => {
            const foreign = commits.find((commit) => !owned.has(keyOf(commit)));
            if (foreign)
              throw new ChatpulseError('CHATPULSE_COMMIT_FENCED', {
                message: `${group} no longer owns ${keyOf(foreign)} here.`,
              });
          }, commits),
        { what: `Commit of ${group}`, deadlineMs: options.deadlineMs, signal: NEVER },
      );
    },
    close: (lastWork) => finish(undefined, lastWork),
  };
}

function closedError(): ChatpulseError {
  return new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log is closed.' });
}

const NEVER = new AbortController().signal;

function startOffset(range: PartitionRange, start: StartPosition, at: TopicPartition): number {
  if (start === 'start') return range.start;
  if (start === 'end') return range.end;
  if (start < range.start || start > range.end) throw outOfRange({ ...at, offset: start }, range);
  return start;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
