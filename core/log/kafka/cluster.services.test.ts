import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTopics } from '../../../tests/services/kafka-under-test.ts';
import { startKafka, type RunningKafka } from '../../../tests/services/kafka.ts';
import type { TopicSettings } from '../../events/topics.ts';
import { createKafkaLog } from './kafka-log.ts';
import { applyTopicPlan, openTopicAdmin, planTopics, wantedTopics } from './setup.ts';

const TOPICS: Record<string, TopicSettings> = { six: { partitions: 6, retention: 'forever' } };

let kafka: RunningKafka;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-kafka-cluster-'));
  kafka = await startKafka({
    dir,
    brokers: 3,
    // A killed broker is missed after 3 s instead of 9, so that the test is shorter.
    settings: { 'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500' },
  });
});
afterAll(async () => {
  await kafka.stop();
  rmSync(dir, { recursive: true, force: true });
});

it('three brokers, each killed in turn under load: nothing accepted is lost, repeated or swapped', async () => {
  const prefix = await makeTopics(kafka.brokers, TOPICS);
  const log = createKafkaLog({
    brokers: kafka.brokers,
    topics: TOPICS,
    prefix,
    deliveryTimeoutMs: 60_000,
    group: { heartbeatMs: 100, sessionTimeoutMs: 30_000 },
  });
  const seen = Array.from({ length: 6 }, (): string[] => []);
  const subscription = await log.subscribe({
    topics: ['six'],
    group: 'g',
    handler: {
      async batch({ partition, records }) {
        seen[partition]?.push(...records.map(({ value }) => Buffer.from(value).toString()));
      },
    },
  });
  let written = 0;
  let killing = true;
  const write = async (): Promise<void> => {
    while (killing) {
      const first = written;
      await log.append(
        Array.from({ length: 10 }, (_, i) => ({
          topic: 'six',
          key: 'k',
          value: Buffer.from(String(first + i)),
          partition: (first / 10) % 6,
        })),
      );
      written = first + 10;
    }
  };
  const kill = async (): Promise<void> => {
    try {
      for (const node of kafka.nodes) {
        const before = written;
        await expect.poll(() => written, { timeout: 60_000 }).toBeGreaterThan(before + 500);
        await node.stop('SIGKILL');
        await expect.poll(() => written, { timeout: 60_000 }).toBeGreaterThan(before + 1000);
        await node.start();
      }
    } finally {
      killing = false;
    }
  };
  await Promise.all([write(), kill()]);
  await expect.poll(() => seen.flat().length, { timeout: 60_000 }).toBe(written);
  for (const [partition, texts] of seen.entries()) {
    const expected = Array.from({ length: written }, (_, n) => n).filter(
      (n) => Math.floor(n / 10) % 6 === partition,
    );
    expect(texts.map(Number)).toEqual(expected);
  }
  await subscription.commit([{ topic: 'six', partition: 0, offset: 5 }]);
  expect(await log.committed('g')).toMatchObject([{ partition: 0, offset: 5 }]);
  await log.close();
});

it('a topic made with one replica takes records also after a setup that wants three', async () => {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const admin = await openTopicAdmin({ brokers: kafka.brokers });
  const wanted = (replicationFactor: number) =>
    wantedTopics({ topics: TOPICS, prefix, retentionDays: 1, replicationFactor });
  const setUp = async (replicationFactor: number): Promise<void> => {
    const existing = await admin.existing([`${prefix}six`]);
    await applyTopicPlan(admin, planTopics(existing, wanted(replicationFactor)));
  };
  await setUp(1);
  await setUp(3);
  await admin.close();
  const log = createKafkaLog({ brokers: kafka.brokers, topics: TOPICS, prefix });
  const value = Buffer.from('x');
  expect(await log.append([{ topic: 'six', key: 'k', value, partition: 0 }])).toMatchObject([{ offset: 0 }]);
  await log.close();
});
