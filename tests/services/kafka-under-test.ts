import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TopicSettings } from '../../core/events/topics.ts';
import { applyTopicPlan, openTopicAdmin, planTopics, wantedTopics } from '../../core/log/kafka/setup.ts';
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
