import { Writable } from 'node:stream';
import kafkajs from 'kafkajs';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { toLogError } from './failures.ts';
import { decodeClaims, decodeShare, encodeClaim, encodeShare } from './group-protocol.ts';
import { createCluster } from './internals.ts';
import { kafkaLogCreator, kafkaLogLevel } from './logging.ts';

describe('what the adapter uses of kafkajs', () => {
  it('is there in the version that is installed', () => {
    const cluster = createCluster({ brokers: ['127.0.0.1:9'] });
    for (const method of [
      'connect',
      'disconnect',
      'refreshMetadata',
      'addMultipleTargetTopics',
      'findTopicPartitionMetadata',
      'findBroker',
      'getNodeIds',
      'findGroupCoordinatorMetadata',
    ] as const)
      expect(cluster[method]).toBeTypeOf('function');
  });

  it('carries claims and shares of group members', () => {
    const owned = [
      { topic: 'a', partition: 2 },
      { topic: 'a', partition: 5 },
      { topic: 'b', partition: 0 },
    ];
    const claim = { topics: ['a', 'b'], owned, generation: 7 };
    expect(decodeClaims([{ memberId: 'm', memberMetadata: encodeClaim(claim) }])).toEqual([
      { id: 'm', ...claim },
    ]);
    const share = { partitions: owned, pending: true };
    expect(decodeShare(encodeShare(share))).toEqual(share);
    expect(decodeShare(Buffer.alloc(0))).toEqual({ partitions: [], pending: false });
  });

  it('writes its lines where only those who look for details see them', () => {
    const lines: { level: number; msg: string }[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as { level: number; msg: string });
        done();
      },
    });
    const logger = pino({ level: 'trace' }, sink);
    const write = kafkaLogCreator(logger)(kafkajs.logLevel.INFO);
    const entry = { namespace: 'Connection', label: 'ERROR', log: { message: 'refused', timestamp: '' } };
    write({ ...entry, level: kafkajs.logLevel.ERROR });
    write({ ...entry, level: kafkajs.logLevel.DEBUG });
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [20, 'refused'],
      [10, 'refused'],
    ]);
    expect(kafkaLogLevel(pino({ level: 'info' }, sink))).toBe(kafkajs.logLevel.NOTHING);
  });
});

describe('errors of kafkajs', () => {
  it('get a documented code by what they mean', () => {
    const protocol = (type: string) =>
      new kafkajs.KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1, retriable: false }));
    const codeOf = (error: unknown) => toLogError(error, 'Append').code;
    expect(codeOf(protocol('MESSAGE_TOO_LARGE'))).toBe('CHATPULSE_LOG_REFUSED');
    expect(codeOf(protocol('UNKNOWN_TOPIC_OR_PARTITION'))).toBe('CHATPULSE_TOPIC_UNKNOWN');
    expect(codeOf(new kafkajs.KafkaJSConnectionError('refused'))).toBe('CHATPULSE_LOG_UNAVAILABLE');
    const wrapped = new kafkajs.KafkaJSNumberOfRetriesExceeded(protocol('MESSAGE_TOO_LARGE'), {
      retryCount: 1,
      retryTime: 1,
    });
    expect(codeOf(wrapped)).toBe('CHATPULSE_LOG_REFUSED');
  });
});
