import kafkajs, { type Producer } from 'kafkajs';
import { ChatpulseError } from '../../errors.ts';
import type { LogCopyTarget } from '../copy.ts';
import type { EventLog, LogRecord, TopicPartition } from '../port.ts';
import { storeCommits } from './group-positions.ts';
import { kafkaConfig, type KafkaConnection } from './internals.ts';
import { createKafkaLog } from './kafka-log.ts';
import { openTopicAdmin, type TopicAdmin } from './setup.ts';

/** Below the 1,048,588 bytes that a broker takes by default, with room for what the format adds. */
const MAX_BYTES = 700_000;
const FILLERS_AT_ONCE = 10_000;
const TIMESTAMP_TYPE = 'message.timestamp.type';

/**
 * Topics of Kafka as the target of a copy; they must be there, and nobody else may write to them meanwhile. For as long
 * as a topic is copied to, its records carry the times that they are given (CreateTime), which is how append times
 * come along; `close` gives the clock back to the brokers (LogAppendTime).
 */
export async function createKafkaCopyTarget(options: KafkaConnection): Promise<LogCopyTarget> {
  const kafka = new kafkajs.Kafka({ ...kafkaConfig(options), retry: { initialRetryTime: 50, retries: 8 } });
  const admin = kafka.admin();
  const topics = await openTopicAdmin(options);
  const producer: Producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await admin.connect();
  await producer.connect();
  const log = createKafkaLog(options);
  const touched = new Set<string>();

  async function takeClock(topic: string): Promise<void> {
    if (touched.has(topic)) return;
    touched.add(topic);
    await setTimestampType(topics, topic, 'CreateTime');
  }

  async function send(at: TopicPartition, records: readonly LogRecord[]): Promise<void> {
    const [answer] = await producer.send({
      topic: at.topic,
      acks: -1,
      messages: records.map(({ key, value, headers, appendTime }) => ({
        partition: at.partition,
        key,
        value: Buffer.from(value),
        headers,
        timestamp: String(appendTime),
      })),
    });
    const expected = records[0]?.offset;
    if (Number(answer?.baseOffset) !== expected)
      throw new ChatpulseError('CHATPULSE_COPY_DIFFERS', {
        message: `${at.topic}/${at.partition} gave offset ${answer?.baseOffset} instead of ${expected}: somebody else writes there.`,
      });
  }

  return {
    read: (wanted) => log.read(wanted),
    ranges: (topic) => log.ranges(topic),
    committed: (group) => log.committed(group),
    async beginAt(at, offset) {
      // Kafka numbers from 0: the numbers before are filled with empty records, which are deleted at once.
      const filled = await fillersOf(log, at);
      for (let left = offset - filled; left > 0; left -= FILLERS_AT_ONCE)
        await producer.send({
          topic: at.topic,
          acks: -1,
          messages: Array.from({ length: Math.min(left, FILLERS_AT_ONCE) }, () => ({
            partition: at.partition,
            key: null,
            value: null,
          })),
        });
      // The call below knows only topics that were asked about before.
      await admin.fetchTopicOffsets(at.topic);
      await admin.deleteTopicRecords({
        topic: at.topic,
        partitions: [{ partition: at.partition, offset: String(offset) }],
      });
    },
    async appendCopied(at, records) {
      await takeClock(at.topic);
      for (const part of bySize(records)) await send(at, part);
    },
    storeCommits: (group, commits) => storeCommits(options, group, commits),
    async close() {
      for (const topic of touched) await setTimestampType(topics, topic, 'LogAppendTime');
      await topics.close();
      await producer.disconnect();
      await admin.disconnect();
      await log.close();
    },
  };
}

/** How many fillers an earlier copy has left in a partition. @throws ChatpulseError where it holds anything else */
async function fillersOf(log: EventLog, at: TopicPartition): Promise<number> {
  const range = (await log.ranges(at.topic)).find(({ partition }) => partition === at.partition);
  if (!range || range.end === 0) return 0;
  const [last] = range.end > range.start ? await log.read({ ...at, offset: range.end - 1 }) : [];
  if (last && last.key === '' && last.value.length === 0) return range.end;
  throw new ChatpulseError('CHATPULSE_COPY_REFUSED', {
    message: `${at.topic}/${at.partition} of the target holds other records.`,
  });
}

async function setTimestampType(
  topics: TopicAdmin,
  name: string,
  type: 'CreateTime' | 'LogAppendTime',
): Promise<void> {
  const [existing] = await topics.existing([name]);
  await topics.configure(name, { ...existing?.ownSettings, [TIMESTAMP_TYPE]: type });
}

function bySize(records: readonly LogRecord[]): LogRecord[][] {
  const parts: LogRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const size = record.value.length + record.key.length * 3 + JSON.stringify(record.headers).length + 40;
    if (bytes + size > MAX_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(record);
    bytes += size;
  }
  return parts;
}
