import { afterAll, beforeAll } from 'vitest';
import {
  brokersUnderTest,
  makeTopics,
  type BrokersUnderTest,
} from '../../../tests/services/kafka-under-test.ts';
import { CONTRACT_TOPICS, describeEventLog } from '../contract.ts';
import { createKafkaLog } from './kafka-log.ts';

let kafka: BrokersUnderTest;

beforeAll(async () => {
  kafka = await brokersUnderTest();
});
afterAll(async () => {
  await kafka.stop();
});

describeEventLog(
  'kafka',
  async () => {
    const prefix = await makeTopics(kafka.brokers, CONTRACT_TOPICS);
    const open = () =>
      createKafkaLog({
        brokers: kafka.brokers,
        topics: CONTRACT_TOPICS,
        prefix,
        group: { heartbeatMs: 100 },
      });
    return { log: open(), reopen: async () => open() };
  },
  { rebalance: true, durable: true },
);
