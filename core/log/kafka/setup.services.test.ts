import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokersUnderTest, type BrokersUnderTest } from '../../../tests/services/kafka-under-test.ts';
import { applyTopicPlan, openTopicAdmin, planTopics, wantedTopics, type TopicAdmin } from './setup.ts';

let kafka: BrokersUnderTest;
let admin: TopicAdmin;

beforeAll(async () => {
  kafka = await brokersUnderTest();
  admin = await openTopicAdmin({ brokers: kafka.brokers });
});
afterAll(async () => {
  await admin.close();
  await kafka.stop();
});

it('sets topics up, finds nothing to do afterwards, and changes a setting without losing others', async () => {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const replicationFactor = await admin.replicationFactor();
  const wantedFor = (retentionDays: number) => wantedTopics({ prefix, retentionDays, replicationFactor });
  const names = wantedFor(1).map(({ name }) => name);
  const plan = async (days: number) => planTopics(await admin.existing(names), wantedFor(days));

  const first = await plan(30);
  expect(first).toHaveLength(names.length);
  await applyTopicPlan(admin, first);
  // As if two ran it at the same time.
  await applyTopicPlan(admin, first);
  await expect.poll(() => plan(30)).toEqual([]);

  const [name = ''] = names.filter((candidate) => candidate.endsWith('chat.raw'));
  const [before] = await admin.existing([name]);
  await admin.configure(name, { ...before?.ownSettings, 'segment.ms': '123456789' });
  const shorter = await plan(7);
  expect(shorter.every((step) => step.kind === 'change')).toBe(true);
  await applyTopicPlan(admin, shorter);
  await expect.poll(() => plan(7)).toEqual([]);
  const [after] = await admin.existing([name]);
  expect(after?.ownSettings).toMatchObject({ 'segment.ms': '123456789', 'retention.ms': '604800000' });
  expect(after?.settings['message.timestamp.type']).toBe('LogAppendTime');
});

it('says when the brokers are away', async () => {
  await expect(openTopicAdmin({ brokers: ['127.0.0.1:9'], connectionTimeoutMs: 200 })).rejects.toMatchObject({
    code: 'CHATPULSE_LOG_UNAVAILABLE',
  });
});
