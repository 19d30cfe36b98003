import { afterEach, describe, expect, it } from 'vitest';
import type { TopicSettings } from '../events/topics.ts';
import { partitionOf } from './partitioner.ts';
import type {
  AppendRecord,
  Assignment,
  Commit,
  EventLog,
  LogFeatures,
  LogRecord,
  SubscribeOptions,
} from './port.ts';

/** The topics that the suite uses; the factory makes a log that has them. */
export const CONTRACT_TOPICS: Readonly<Record<string, TopicSettings>> = {
  letters: { partitions: 4, retention: 'forever' },
  single: { partitions: 1, retention: 'setting' },
};

/** An empty log, and where it is durable, how to open the same data again after `close`. */
export interface LogUnderTest {
  readonly log: EventLog;
  readonly reopen?: () => Promise<EventLog>;
}

/** The suite that every EventLog adapter runs. */
export function describeEventLog(
  name: string,
  factory: () => Promise<LogUnderTest>,
  features: LogFeatures,
): void {
  describe(`EventLog: ${name}`, () => {
    const opened: EventLog[] = [];

    async function open(): Promise<EventLog> {
      return (await openBoth()).log;
    }

    async function openBoth(): Promise<LogUnderTest> {
      const made = await factory();
      opened.push(made.log);
      return made;
    }

    afterEach(async () => {
      for (const log of opened.splice(0)) await log.close();
    });

    it('appends in order and reads back key, value, headers and append time', async () => {
      const log = await open();
      const before = Date.now();
      const positions = await log.append([
        { ...record('single', 'a', 'one'), headers: { origin: 'test', 이름: '값' } },
        record('single', '방송', '둘'),
      ]);
      expect(positions).toEqual([
        { topic: 'single', partition: 0, offset: 0 },
        { topic: 'single', partition: 0, offset: 1 },
      ]);
      const records = await log.read({ topic: 'single', partition: 0, offset: 0 });
      expect(records.map((r) => [r.offset, r.key, text(r)])).toEqual([
        [0, 'a', 'one'],
        [1, '방송', '둘'],
      ]);
      expect(records[0]?.headers).toEqual({ origin: 'test', 이름: '값' });
      expect(records[0]?.appendTime).toBeGreaterThanOrEqual(before);
      expect(records[1]?.appendTime).toBeGreaterThanOrEqual(records[0]?.appendTime ?? Infinity);
    });

    it('gives every key its partition by murmur2, and a given partition wins', async () => {
      const log = await open();
      const keys = ['alpha', 'beta', 'gamma', 'delta', 'twitch-foo-20260101T000000000Z'];
      const positions = await log.append([
        ...keys.map((key) => record('letters', key, key)),
        { ...record('letters', 'alpha', 'moved'), partition: 3 },
      ]);
      expect(positions.map((p) => p.partition)).toEqual([...keys.map((key) => partitionOf(key, 4)), 3]);
    });

    it('keeps the order of concurrent appends per partition', async () => {
      const log = await open();
      await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          log.append([record('single', 'k', `${i}a`), record('single', 'k', `${i}b`)]),
        ),
      );
      const texts = (await readAll(log, 'single', 0)).map(text);
      expect(texts).toEqual(Array.from({ length: 50 }, (_, i) => [`${i}a`, `${i}b`]).flat());
    });

    it('reads from the middle, answers nothing at the end and refuses what is out of range', async () => {
      const log = await open();
      await log.append(numbered(10));
      const from7 = await log.read({ topic: 'single', partition: 0, offset: 7 });
      expect(from7.map(text)).toEqual(['7', '8', '9']);
      expect(await log.read({ topic: 'single', partition: 0, offset: 10 })).toEqual([]);
      await expect(log.read({ topic: 'single', partition: 0, offset: 11 })).rejects.toMatchObject({
        code: 'CHATPULSE_OFFSET_OUT_OF_RANGE',
      });
      await expect(log.read({ topic: 'nowhere', partition: 0, offset: 0 })).rejects.toMatchObject({
        code: 'CHATPULSE_TOPIC_UNKNOWN',
      });
    });

    it('tells ranges and finds an offset by time', async () => {
      const log = await open();
      expect(await log.ranges('single')).toEqual([{ partition: 0, start: 0, end: 0 }]);
      await log.append(numbered(3));
      expect(await log.ranges('single')).toEqual([{ partition: 0, start: 0, end: 3 }]);
      const [first] = await log.read({ topic: 'single', partition: 0, offset: 0 });
      const at = { topic: 'single', partition: 0 };
      expect(await log.offsetForTime(at, (first?.appendTime ?? 0) - 1)).toBe(0);
      expect(await log.offsetForTime(at, Date.now() + 60_000)).toBe(3);
    });

    it('carries large values and many records', async () => {
      const log = await open();
      const large = Buffer.alloc(2_000_000, 7);
      await log.append([{ topic: 'single', key: 'k', value: large }, ...numbered(3000)]);
      const records = await readAll(log, 'single', 0);
      expect(records).toHaveLength(3001);
      expect(Buffer.compare(records[0]?.value ?? Buffer.alloc(0), large)).toBe(0);
      expect(records.map((r) => r.offset)).toEqual(Array.from({ length: 3001 }, (_, i) => i));
    });

    it('feeds a subscription what is there and what comes, one batch of a partition at a time', async () => {
      const log = await open();
      await log.append(numbered(5));
      const seen = collector(10);
      let busy = 0;
      const subscription = await log.subscribe({
        topics: ['single'],
        handler: {
          async batch(batch) {
            busy += 1;
            expect(busy).toBe(1);
            await Promise.resolve();
            seen.take(batch.records);
            busy -= 1;
          },
        },
      });
      await log.append(numbered(5, 5));
      expect((await seen.all).map(text)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
      await subscription.close();
      expect(await subscription.ended).toBeUndefined();
    });

    it('starts where the handler says', async () => {
      const log = await open();
      await log.append(numbered(5));
      const seen = collector(2);
      await log.subscribe({
        topics: ['single'],
        handler: { assigned: () => 4, batch: async (batch) => seen.take(batch.records) },
      });
      await log.append(numbered(1, 5));
      expect((await seen.all).map(text)).toEqual(['4', '5']);
    });

    it('ends a subscription whose handler rejects, with the error, and keeps the commit where it was', async () => {
      const log = await open();
      await log.append(numbered(1));
      const subscription = await log.subscribe({
        topics: ['single'],
        group: 'g',
        handler: { batch: () => Promise.reject(new Error('cannot')) },
      });
      expect((await subscription.ended)?.message).toBe('cannot');
      expect(await log.committed('g')).toEqual([]);
    });

    it('ends a subscription that starts at a position that is not kept', async () => {
      const log = await open();
      const subscription = await log.subscribe({
        topics: ['single'],
        handler: { assigned: () => 99, batch: async () => undefined },
      });
      expect(await subscription.ended).toMatchObject({ code: 'CHATPULSE_OFFSET_OUT_OF_RANGE' });
    });

    it('hands a group its commit with the metadata, and goes on from it', async () => {
      const log = await open();
      await log.append(numbered(6));
      const commit: Commit = { topic: 'single', partition: 0, offset: 4, metadata: '{"stamp":3}' };
      const first = await log.subscribe(consume('g', async () => undefined));
      await first.commit([commit]);
      await first.close();
      expect(await log.committed('g')).toEqual([commit]);

      const assigned: Assignment[] = [];
      const seen = collector(2);
      await log.subscribe({
        topics: ['single'],
        group: 'g',
        handler: {
          assigned(assignment) {
            assigned.push(assignment);
            return undefined;
          },
          batch: async (batch) => seen.take(batch.records),
        },
      });
      expect((await seen.all).map(text)).toEqual(['4', '5']);
      expect(assigned).toEqual([{ topic: 'single', partition: 0, committed: commit }]);
    });

    it.skipIf(features.rebalance !== true)(
      `shares partitions in a group and refuses commits of a former owner${reason(features.rebalance)}`,
      async () => {
        const log = await open();
        const owners = new Map<number, string>();
        const member = (id: string): SubscribeOptions => ({
          topics: ['letters'],
          group: 'shared',
          handler: {
            assigned({ partition }) {
              owners.set(partition, id);
              return undefined;
            },
            batch: async () => undefined,
          },
        });
        const one = await log.subscribe(member('one'));
        expect([...owners.values()]).toEqual(['one', 'one', 'one', 'one']);
        const two = await log.subscribe(member('two'));
        expect([...owners.values()].filter((id) => id === 'two')).toHaveLength(2);
        const taken = [...owners].find(([, id]) => id === 'two')?.[0] ?? -1;
        const commit = { topic: 'letters', partition: taken, offset: 0 };
        await expect(one.commit([commit])).rejects.toMatchObject({ code: 'CHATPULSE_COMMIT_FENCED' });
        await two.commit([commit]);
        await two.close();
        await expect.poll(() => [...owners.values()]).toEqual(['one', 'one', 'one', 'one']);
      },
    );

    it.skipIf(features.rebalance === true)(
      'refuses a second member of a group where it cannot share',
      async () => {
        const log = await open();
        await log.subscribe(consume('g', async () => undefined));
        await expect(log.subscribe(consume('g', async () => undefined))).rejects.toMatchObject({
          code: 'CHATPULSE_GROUP_BUSY',
        });
      },
    );

    it.skipIf(features.durable !== true)(
      `keeps records, append times and commits over a close and reopen${reason(features.durable)}`,
      async () => {
        const { log, reopen } = await openBoth();
        await log.append(numbered(4));
        const before = await readAll(log, 'single', 0);
        const subscription = await log.subscribe(consume('g', async () => undefined));
        await subscription.commit([{ topic: 'single', partition: 0, offset: 2 }]);
        await log.close();
        const again = await (reopen ?? expect.fail)();
        opened.push(again);
        expect(await readAll(again, 'single', 0)).toEqual(before);
        expect(await again.committed('g')).toMatchObject([{ topic: 'single', partition: 0, offset: 2 }]);
        expect(await again.append([record('single', 'k', '4')])).toMatchObject([{ offset: 4 }]);
      },
    );

    it('refuses work after close', async () => {
      const log = await open();
      await log.close();
      await expect(log.append(numbered(1))).rejects.toMatchObject({ code: 'CHATPULSE_LOG_UNAVAILABLE' });
    });
  });
}

function record(topic: string, key: string, value: string): AppendRecord {
  return { topic, key, value: Buffer.from(value) };
}

function numbered(count: number, from = 0): AppendRecord[] {
  return Array.from({ length: count }, (_, i) => record('single', 'k', String(from + i)));
}

function text(entry: LogRecord): string {
  return Buffer.from(entry.value).toString();
}

function reason(feature: true | string): string {
  return feature === true ? '' : ` (skipped: ${feature})`;
}

function consume(group: string, batch: SubscribeOptions['handler']['batch']): SubscribeOptions {
  return { topics: ['single'], group, handler: { batch } };
}

async function readAll(log: EventLog, topic: string, partition: number): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  const [range] = (await log.ranges(topic)).filter((r) => r.partition === partition);
  let offset = range?.start ?? 0;
  while (offset < (range?.end ?? 0)) {
    const records = await log.read({ topic, partition, offset });
    all.push(...records.map((r) => ({ ...r, value: Buffer.from(r.value) })));
    offset = (all.at(-1)?.offset ?? offset) + 1;
  }
  return all;
}

/** Gathers records until so many have come. */
function collector(count: number): {
  all: Promise<LogRecord[]>;
  take: (records: readonly LogRecord[]) => void;
} {
  const seen: LogRecord[] = [];
  let done: (records: LogRecord[]) => void = () => undefined;
  const all = new Promise<LogRecord[]>((resolve) => {
    done = resolve;
  });
  return {
    all,
    take(records) {
      seen.push(...records);
      if (seen.length >= count) done(seen);
    },
  };
}
