import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  brokersUnderTest,
  makeTopics,
  type BrokersUnderTest,
} from '../../../tests/services/kafka-under-test.ts';
import type { TopicSettings } from '../../events/topics.ts';
import { hasMembers, storeCommits } from './group-positions.ts';
import { createKafkaLog } from './kafka-log.ts';

const TOPICS: Record<string, TopicSettings> = { one: { partitions: 1, retention: 'forever' } };

let kafka: BrokersUnderTest;

beforeAll(async () => {
  kafka = await brokersUnderTest();
});
afterAll(() => kafka.stop());

it('positions are moved from outside while a group has no member, and refused while it has one', async () => {
  const { brokers } = kafka;
  const prefix = await makeTopics(brokers, TOPICS);
  const log = createKafkaLog({ brokers, topics: TOPICS, prefix });
  const group = `${prefix}g`;
  const commit = { topic: `${prefix}one`, partition: 0, offset: 7, metadata: 'from outside' };
  expect(await hasMembers({ brokers }, group)).toBe(false);
  const member = await log.subscribe({
    topics: ['one'],
    group: 'g',
    handler: { batch: async () => undefined },
  });
  expect(await hasMembers({ brokers }, group)).toBe(true);
  await expect(storeCommits({ brokers }, group, [commit])).rejects.toMatchObject({
    code: 'CHATPULSE_GROUP_RUNNING',
  });
  expect(await log.committed('g')).toEqual([]);
  await member.close();
  expect(await hasMembers({ brokers }, group)).toBe(false);
  await storeCommits({ brokers }, group, [commit]);
  expect(await log.committed('g')).toEqual([{ ...commit, topic: 'one' }]);
  await log.close();
});
