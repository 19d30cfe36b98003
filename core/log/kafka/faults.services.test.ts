import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeTopics } from '../../../tests/services/kafka-under-test.ts';
import { startKafka, type RunningKafka } from '../../../tests/services/kafka.ts';
import { startTcpProxy, type TcpProxy } from '../../../tests/services/tcp-proxy.ts';
import type { TopicSettings } from '../../events/topics.ts';
import type { AppendRecord, Assignment, EventLog, SubscribeOptions } from '../port.ts';
import { createKafkaLog, type KafkaLogOptions } from './kafka-log.ts';

/** A broker of these tests' own, because they stop it; clients reach it through a proxy. */
let kafka: RunningKafka;
let proxy: TcpProxy;
let dir: string;
let brokers: string[];
let prefix: string;
const opened: EventLog[] = [];

const SESSION_MS = 1000;
const TOPICS: Record<string, TopicSettings> = {
  one: { partitions: 1, retention: 'forever' },
  four: { partitions: 4, retention: 'forever' },
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-kafka-faults-'));
  proxy = await startTcpProxy();
  brokers = [`127.0.0.1:${proxy.port}`];
  kafka = await startKafka({
    dir,
    settings: {
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxy.port}`,
      'group.min.session.timeout.ms': '500',
    },
  });
  proxy.pointAt(Number(kafka.brokers[0]?.split(':')[1]));
});
afterAll(async () => {
  await proxy.close();
  await kafka.stop();
  rmSync(dir, { recursive: true, force: true });
});
afterEach(async () => {
  proxy.freeze(null);
  proxy.cutAnswers(false);
  await Promise.all(opened.splice(0).map((log) => log.close()));
});

async function open(options: Partial<KafkaLogOptions> = {}): Promise<EventLog> {
  prefix = options.prefix ?? (await makeTopics(brokers, TOPICS));
  const log = createKafkaLog({
    brokers,
    topics: TOPICS,
    prefix,
    group: { heartbeatMs: 100, sessionTimeoutMs: SESSION_MS, rebalanceTimeoutMs: 5000 },
    ...options,
  });
  opened.push(log);
  return log;
}

function record(text: string, topic = 'one', partition = 0): AppendRecord {
  return { topic, key: 'k', value: Buffer.from(text), partition };
}

function numbers(count: number, from = 0): AppendRecord[] {
  return Array.from({ length: count }, (_, i) => record(String(from + i)));
}

function large(number: number): string {
  return `${number} ${'x'.repeat(1_000)}`;
}

/** A member that notes what it reads. */
function reader(seen: string[]): SubscribeOptions {
  return {
    topics: ['one'],
    group: 'g',
    maxRecords: 50,
    handler: {
      async batch({ records }) {
        seen.push(...records.map(({ value }) => Buffer.from(value).toString()));
      },
    },
  };
}

async function texts(log: EventLog): Promise<string[]> {
  const all: string[] = [];
  const [range] = await log.ranges('one');
  while (all.length < (range?.end ?? 0)) {
    const records = await log.read({ topic: 'one', partition: 0, offset: all.length });
    all.push(...records.map(({ value }) => Buffer.from(value).toString()));
  }
  return all;
}

/** A member that notes what it is given. */
function member(notes: Assignment[], batch: SubscribeOptions['handler']['batch']): SubscribeOptions {
  return {
    topics: ['four'],
    group: 'g',
    handler: {
      assigned(assignment) {
        notes.push(assignment);
        return undefined;
      },
      batch,
    },
  };
}

describe('the known faults of kafkajs', () => {
  it('rebalance loop: a handler slower than the session keeps its partition, and who stays is not given it anew', async () => {
    const log = await open();
    await log.append([0, 1, 2, 3].map((partition) => record('x', 'four', partition)));
    const first: Assignment[] = [];
    let begun = 0;
    let finish: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const one = await log.subscribe(
      member(first, async () => {
        begun += 1;
        await hanging;
      }),
    );
    await expect.poll(() => begun).toBe(4);
    await pause(SESSION_MS * 3);
    const second: Assignment[] = [];
    const two = await log.subscribe(member(second, async () => undefined));
    expect(second).toHaveLength(2);
    expect(first).toHaveLength(4);
    const kept = first.filter((a) => !second.some((b) => b.partition === a.partition));
    finish();
    await one.commit(kept.map(({ topic, partition }) => ({ topic, partition, offset: 1 })));
    await two.close();
    await expect.poll(() => first.length).toBe(6);
  });

  it('rebalance loop: many members that join at once settle, and each partition has one owner', async () => {
    const log = await open();
    const owners = new Map<number, number>();
    const join = (id: number) =>
      log.subscribe({
        topics: ['four'],
        group: 'g',
        handler: {
          assigned({ partition }) {
            if (owners.has(partition)) throw new Error(`${partition} is still owned`);
            owners.set(partition, id);
            return undefined;
          },
          revoked({ partition }) {
            owners.delete(partition);
          },
          batch: async () => undefined,
        },
      });
    const members = await Promise.all([1, 2, 3, 4].map(join));
    await expect.poll(() => new Set(owners.values()).size, { timeout: 10_000 }).toBe(4);
    for (const one of members) await one.commit([]);
    expect(owners.size).toBe(4);
  });

  it('consumption after stop: nothing is handed out after close, nor of a partition that was taken', async () => {
    const log = await open();
    let closed = false;
    let after = 0;
    let before = 0;
    const subscription = await log.subscribe({
      topics: ['one'],
      group: 'g',
      maxRecords: 1,
      handler: {
        async batch() {
          if (closed) after += 1;
          before += 1;
        },
      },
    });
    const writing = log.append(numbers(2000));
    await expect.poll(() => before).toBeGreaterThan(3);
    await subscription.close();
    closed = true;
    await writing;
    // The same group takes up again: by then the first one would have been handed more.
    let seen = 0;
    const again = await log.subscribe({
      topics: ['one'],
      group: 'g',
      handler: {
        async batch(batch) {
          seen += batch.records.length;
        },
      },
    });
    await expect.poll(() => seen).toBe(2000);
    await again.close();
    expect(after).toBe(0);
  });

  it('commits at the end of a fetch: nothing is committed that the subscriber did not commit', async () => {
    const log = await open();
    await log.append(numbers(10));
    let seen = 0;
    const subscription = await log.subscribe({
      topics: ['one'],
      group: 'g',
      maxRecords: 3,
      handler: {
        async batch(batch) {
          seen += batch.records.length;
        },
      },
    });
    await expect.poll(() => seen).toBe(10);
    await subscription.close();
    expect(await log.committed('g')).toEqual([]);
  });

  it('a handler that throws before its first resolved offset: the records come again to the next member', async () => {
    const log = await open();
    await log.append(numbers(5));
    const failing = await log.subscribe({
      topics: ['one'],
      group: 'g',
      handler: { batch: () => Promise.reject(new Error('cannot')) },
    });
    expect((await failing.ended)?.message).toBe('cannot');
    const seen: number[] = [];
    await log.subscribe({
      topics: ['one'],
      group: 'g',
      handler: {
        async batch(batch) {
          seen.push(...batch.records.map(({ offset }) => offset));
        },
      },
    });
    await expect.poll(() => seen).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('back-pressure', () => {
  it('a slow handler of one partition holds up neither the others nor the memory', async () => {
    const log = await open();
    const seen = [0, 0, 0, 0];
    let release: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subscription = await log.subscribe({
      topics: ['four'],
      group: 'g',
      maxRecords: 100,
      handler: {
        async batch({ partition, records }) {
          if (partition === 0) await blocked;
          seen[partition] = (seen[partition] ?? 0) + records.length;
        },
      },
    });
    const big = Buffer.alloc(2000, 1);
    for (let round = 0; round < 10; round += 1)
      await log.append(
        [0, 1, 2, 3].flatMap((partition) =>
          Array.from({ length: 300 }, () => ({ topic: 'four', key: 'k', value: big, partition })),
        ),
      );
    await expect.poll(() => seen.slice(1), { timeout: 10_000 }).toEqual([3000, 3000, 3000]);
    expect(seen[0]).toBe(0);
    release();
    await expect.poll(() => seen[0], { timeout: 10_000 }).toBe(3000);
    await subscription.close();
  });
});

describe('brokers that are away', () => {
  it('appends, questions and commits reject, a new subscription waits, and everything resumes by itself', async () => {
    const log = await open({ deliveryTimeoutMs: 500, deadlineMs: 500 });
    await log.append(numbers(1));
    const notes: Assignment[] = [];
    const seen: string[] = [];
    const subscription = await log.subscribe({
      topics: ['one'],
      group: 'g',
      handler: {
        assigned(assignment) {
          notes.push(assignment);
          return undefined;
        },
        async batch({ records }) {
          seen.push(...records.map(({ value }) => Buffer.from(value).toString()));
        },
      },
    });
    await expect.poll(() => seen).toEqual(['0']);
    await kafka.nodes[0]?.stop('SIGKILL');
    const away = { code: 'CHATPULSE_LOG_UNAVAILABLE' };
    await expect(log.append(numbers(1, 1))).rejects.toMatchObject(away);
    await expect(log.ranges('one')).rejects.toMatchObject(away);
    await expect(log.read({ topic: 'one', partition: 0, offset: 0 })).rejects.toMatchObject(away);
    const commit = { topic: 'one', partition: 0, offset: 1, metadata: 'm' };
    await expect(subscription.commit([commit])).rejects.toMatchObject(away);
    const late = createKafkaLog({ brokers, topics: TOPICS, prefix });
    opened.push(late);
    const lateSeen: string[] = [];
    const lateSubscription = late.subscribe({
      topics: ['one'],
      handler: {
        async batch({ records }) {
          lateSeen.push(...records.map(({ value }) => Buffer.from(value).toString()));
        },
      },
    });
    await kafka.nodes[0]?.start();
    await lateSubscription;
    await expect
      .poll(
        () =>
          log.append(numbers(1, 2)).then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toBe('2');
    await expect.poll(() => lateSeen.at(-1), { timeout: 20_000 }).toBe('2');
    await expect
      .poll(
        () =>
          subscription.commit([commit]).then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(await log.committed('g')).toEqual([commit]);
  });

  it('connections that break after the broker has written and before it has answered: nothing lost, repeated or swapped', async () => {
    const log = await open();
    await log.append(numbers(1));
    const appends: Promise<unknown>[] = [];
    for (let round = 0; round < 10; round += 1) {
      proxy.cutAnswers(true);
      appends.push(
        ...Array.from({ length: 20 }, (_, i) => log.append(numbers(10, 1 + round * 200 + i * 10))),
      );
      await pause(30);
      proxy.cutAnswers(false);
      await Promise.all(appends);
    }
    expect(await texts(log)).toEqual(Array.from({ length: 2001 }, (_, i) => String(i)));
  });

  it('connections that break at any moment under load: nothing is missed or handed out twice', async () => {
    const log = await open();
    const seen: string[] = [];
    await log.subscribe(reader(seen));
    for (let round = 0; round < 60; round += 1) {
      const writing = log.append(numbers(100, round * 100));
      proxy.cut();
      await writing;
    }
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(6000);
    expect(seen).toEqual(Array.from({ length: 6000 }, (_, i) => String(i)));
  });

  it.each(['answers', 'requests'] as const)(
    'connections that break inside the bytes of %s, half of them passed on: nothing is lost, repeated or swapped',
    async (way) => {
      const log = await open();
      const seen: string[] = [];
      await log.subscribe(reader(seen));
      for (let round = 0; round < 20; round += 1) {
        const cut = proxy.cutInside(way);
        await log.append(Array.from({ length: 100 }, (_, i) => record(large(round * 100 + i))));
        // The only large answers are those of fetches, the only large requests those of writes.
        await cut;
      }
      await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(2000);
      expect(seen).toEqual(Array.from({ length: 2000 }, (_, i) => large(i)));
      expect(await texts(log)).toEqual(seen);
    },
  );

  it('a member that was given up while it could not be heard: its commit is refused, and it is given a share anew', async () => {
    const log = await open({ clientId: 'zombie' });
    const other = await open({ clientId: 'other', prefix });
    const mine: Assignment[] = [];
    const revoked: number[] = [];
    const base = member(mine, async () => undefined);
    const zombie = await log.subscribe({
      ...base,
      handler: {
        ...base.handler,
        revoked({ partition }) {
          revoked.push(partition);
        },
      },
    });
    expect(mine).toHaveLength(4);
    proxy.freeze('zombie');
    const theirs: Assignment[] = [];
    const heir = await other.subscribe(member(theirs, async () => undefined));
    await expect.poll(() => theirs.length, { timeout: 20_000 }).toBe(4);
    await heir.commit([{ topic: 'four', partition: 1, offset: 0, metadata: 'heir' }]);
    proxy.freeze(null);
    await expect(
      zombie.commit([{ topic: 'four', partition: 1, offset: 0, metadata: 'zombie' }]),
    ).rejects.toMatchObject({ code: 'CHATPULSE_COMMIT_FENCED' });
    expect(await other.committed('g')).toMatchObject([{ partition: 1, metadata: 'heir' }]);
    await expect.poll(() => mine.length, { timeout: 20_000 }).toBe(6);
    expect(revoked.sort()).toEqual([0, 1, 2, 3]);
  });
});

describe('positions that are not kept', () => {
  it('retention past a commit is an error, never a jump; without a commit the start is where the log starts', async () => {
    const log = await open();
    await log.append(numbers(8));
    const first = await log.subscribe({
      topics: ['one'],
      group: 'g',
      handler: { batch: async () => undefined },
    });
    await first.commit([{ topic: 'one', partition: 0, offset: 2 }]);
    await first.close();
    const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    // kafkajs deletes only in topics whose leaders it has looked up before.
    await admin.fetchTopicOffsets(`${prefix}one`);
    await admin.deleteTopicRecords({ topic: `${prefix}one`, partitions: [{ partition: 0, offset: '5' }] });
    await admin.disconnect();
    const gone = { code: 'CHATPULSE_OFFSET_OUT_OF_RANGE' };
    const again = await log.subscribe({
      topics: ['one'],
      group: 'g',
      handler: { batch: async () => undefined },
    });
    expect(await again.ended).toMatchObject(gone);
    await expect(log.read({ topic: 'one', partition: 0, offset: 2 })).rejects.toMatchObject(gone);
    expect(await log.ranges('one')).toEqual([{ partition: 0, start: 5, end: 8 }]);
    const seen: number[] = [];
    await log.subscribe({
      topics: ['one'],
      handler: {
        async batch({ records }) {
          seen.push(...records.map(({ offset }) => offset));
        },
      },
    });
    await expect.poll(() => seen).toEqual([5, 6, 7]);
  });
});
