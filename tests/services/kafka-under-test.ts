import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TopicSettings } from '../../core/events/topics.ts';
import { createKafkaLog, type KafkaLogOptions } from '../../core/log/kafka/kafka-log.ts';
import { applyTopicPlan, openTopicAdmin, planTopics, wantedTopics } from '../../core/log/kafka/setup.ts';
import type { EventLog } from '../../core/log/port.ts';
import { startKafka } from './kafka.ts';

/** Brokers for a file of tests. */
export interface BrokersUnderTest {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

/** The brokers that CHATPULSE_TEST_KAFKA names, or one that is started for the purpose. */
export async function brokersUnderTest(): Promise<BrokersUnderTest> {
  const given = process.env['CHATPULSE_TEST_KAFKA'];
  if (given) return { brokers: given.split(','), stop: async () => undefined };
  const dir = mkdtempSync(join(tmpdir(), 'chatpulse-kafka-'));
  const kafka = await startKafka({ dir });
  return {
    brokers: kafka.brokers,
    async stop() {
      await kafka.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Brokers with topics of a test's own, and what the test opens on them. */
export interface KafkaUnderTest {
  /** The log as one process of several has it; closed at the end. */
  connect(options?: Pick<KafkaLogOptions, 'group'>): EventLog;
  /** Closes it at the end, before what was opened earlier. */
  closeAtEnd<T extends { close(): Promise<void> }>(opened: T): T;
  stop(): Promise<void>;
}

export async function kafkaUnderTest(
  topics: Readonly<Record<string, TopicSettings>>,
): Promise<KafkaUnderTest> {
  const { brokers, stop } = await brokersUnderTest();
  const prefix = await makeTopics(brokers, topics);
  const opened: { close(): Promise<void> }[] = [];
  const closeAtEnd: KafkaUnderTest['closeAtEnd'] = (one) => {
    opened.push(one);
    return one;
  };
  return {
    connect: (options = {}) => closeAtEnd(createKafkaLog({ brokers, prefix, ...options })),
    closeAtEnd,
    async stop() {
      for (const one of opened.reverse()) await one.close();
      await stop();
    },
  };
}

/** Makes topics under a prefix that no other test uses, and answers it. */
export async function makeTopics(
  brokers: readonly string[],
  topics: Readonly<Record<string, TopicSettings>>,
): Promise<string> {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const admin = await openTopicAdmin({ brokers });
  try {
    const wanted = wantedTopics({
      topics,
      prefix,
      retentionDays: 1,
      replicationFactor: await admin.replicationFactor(),
    });
    await applyTopicPlan(admin, planTopics([], wanted));
  } finally {
    await admin.close();
  }
  return prefix;
}
