import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRulesBook } from '../../core/channel-rules/rules-book.ts';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import type { MessageAnalyzed } from '../../core/events/generated.ts';
import { TOPICS } from '../../core/events/topics.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { RunningReader } from '../../core/runtime/topic-reader.ts';
import { posted, rulesChanged } from '../../core/testing/events.ts';
import { kafkaUnderTest, type KafkaUnderTest } from '../../tests/services/kafka-under-test.ts';
import { plainAnalyzer } from '../../tests/support/plain-analyzer.ts';
import { runAnalyze } from './run-analyze.ts';

const codec = createCodec();
const common = { codec, clock: systemClock, logger: pino({ level: 'silent' }) };
const PARTITION = 3;

let kafka: KafkaUnderTest;

beforeAll(async () => {
  kafka = await kafkaUnderTest(TOPICS);
});
afterAll(() => kafka.stop());

const connect = (): EventLog => kafka.connect({ group: { heartbeatMs: 100 } });

async function startAnalyze(): Promise<RunningReader> {
  return kafka.closeAtEnd(await runAnalyze({ ...common, analyzer: plainAnalyzer, log: connect() }));
}

it('over Kafka: rules hold in every process that analyses without a restart, and in one that takes over', async () => {
  const log = connect();
  const rules = kafka.closeAtEnd(await startRulesBook({ ...common, log }));
  let count = 0;
  const say = async (): Promise<void> => {
    count += 1;
    const value = codec.encode('MessagePosted', posted({ messageId: `m${count}`, text: 'so plain' }));
    await log.append([{ topic: 'chat.raw', key: 'k', partition: PARTITION, value }]);
  };
  const analysed = async (): Promise<readonly MessageAnalyzed[]> =>
    (await log.read({ topic: 'chat.analyzed', partition: PARTITION, offset: 0, maxRecords: 10_000 })).flatMap(
      ({ value }) => {
        const { type, data } = codec.decode(value);
        return type === 'MessageAnalyzed' ? [data] : [];
      },
    );
  /** Keeps on writing until a message comes out under this version. */
  const untilUsed = (version: number): Promise<void> =>
    expect
      .poll(
        async () => {
          await say();
          return (await analysed()).at(-1)?.rulesVersion;
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBe(version);
  const late: number[] = [];
  /** Changes the rules; notes how long after it the first message under them was posted, ms. */
  const change = async (version: number, mask: readonly string[]): Promise<void> => {
    const before = Date.now();
    await rules.record(rulesChanged({ version, mask }));
    await untilUsed(version);
    const first = (await analysed()).find(({ rulesVersion }) => rulesVersion === version);
    late.push((first?.rawAppend ?? NaN) - before);
  };

  const first = await startAnalyze();
  await untilUsed(0);
  await change(1, ['plain']);
  const second = await startAnalyze();
  await first.close();
  await untilUsed(1);
  await change(2, ['so']);
  await second.whenCaughtUp();

  const messages = await analysed();
  const texts = ['so plain', 'so *****', '** plain'];
  expect(messages.map(({ masked }) => masked)).toEqual(
    messages.map(({ rulesVersion }) => texts[rulesVersion]),
  );
  const versions = messages.map(({ rulesVersion }) => rulesVersion);
  expect(versions).toEqual(versions.toSorted());
  process.stderr.write(
    `the first message under new rules was posted ${late.join(' and ')} ms after the change was asked for\n`,
  );
});
