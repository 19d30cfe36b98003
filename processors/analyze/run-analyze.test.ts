import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import { TOPICS } from '../../core/events/topics.ts';
import type { MessageAnalyzed, RulesChanged } from '../../core/events/generated.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { RunningReader } from '../../core/runtime/topic-reader.ts';
import { posted, rulesChanged } from '../../core/testing/events.ts';
import { plainAnalyzer } from '../../tests/support/plain-analyzer.ts';
import { runAnalyze } from './run-analyze.ts';

const codec = createCodec();
const logger = pino({ level: 'silent' });
const running: RunningReader[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((reader) => reader.close()));
});

async function start(log: EventLog): Promise<RunningReader> {
  const reader = await runAnalyze({ analyzer: plainAnalyzer, log, codec, clock: systemClock, logger });
  running.push(reader);
  return reader;
}

async function say(log: EventLog, messageId: string, text: string, channelId = 'twitch-test'): Promise<void> {
  const value = codec.encode('MessagePosted', posted({ messageId, text, channelId }));
  await log.append([{ topic: 'chat.raw', key: 'twitch-test-1', value, partition: 0 }]);
}

async function rule(log: EventLog, change: Partial<RulesChanged>): Promise<void> {
  const data = rulesChanged(change);
  const value = codec.encode('RulesChanged', data);
  await log.append([{ topic: 'moderation.rules', key: data.channelId, value }]);
}

async function analysed(log: EventLog): Promise<readonly MessageAnalyzed[]> {
  const records = await log.read({ topic: 'chat.analyzed', partition: 0, offset: 0 });
  return records.flatMap(({ value }) => {
    const event = codec.decode(value);
    return event.type === 'MessageAnalyzed' ? [event.data] : [];
  });
}

describe('the rules of a channel', () => {
  it('hold for the messages after them without a restart, and each message says which it was', async () => {
    const log = createMemoryLog();
    const reader = await start(log);
    await say(log, 'm1', 'so plain');
    await reader.whenCaughtUp();
    await rule(log, { version: 1, mask: ['plain'], allow: ['bad'] });
    // Waits for the rules too.
    await reader.whenCaughtUp();
    await say(log, 'm2', 'plain bad');
    await say(log, 'm3', 'plain bad', 'another-channel');
    await reader.whenCaughtUp();
    expect((await analysed(log)).map(({ masked, rulesVersion }) => [masked, rulesVersion])).toEqual([
      ['so plain', 0],
      ['***** bad', 1],
      ['plain ***', 0],
    ]);
  });

  it('hold for names, those of authors and of the messages that are answered', async () => {
    const log = createMemoryLog();
    const reader = await start(log);
    await rule(log, { version: 1, mask: ['Ada', 'Bob'] });
    await reader.whenCaughtUp();
    const reply = { messageId: 'm0', author: 'Bobby' };
    const value = codec.encode('MessagePosted', posted({ reply }));
    await log.append([{ topic: 'chat.raw', key: 'twitch-test-1', value, partition: 0 }]);
    await reader.whenCaughtUp();
    expect(await analysed(log)).toMatchObject([{ maskedAuthor: '***', maskedReplyAuthor: '***by' }]);
  });

  it('that were in the log at an assignment are all known before it begins', async () => {
    const log = createMemoryLog();
    await rule(log, { version: 1, mask: ['plain'] });
    await say(log, 'm1', 'so plain');
    let letRulesCome: () => void = () => undefined;
    const rulesMayCome = new Promise<void>((resolve) => {
      letRulesCome = resolve;
    });
    const seen: string[] = [];
    // Rules are long on their way; messages are there at once.
    const slow: EventLog = {
      ...log,
      subscribe: (options) =>
        log.subscribe({
          ...options,
          handler: {
            ...options.handler,
            batch: async (batch) => {
              if (batch.topic === 'moderation.rules') await rulesMayCome;
              seen.push(batch.topic);
              await options.handler.batch(batch);
            },
          },
        }),
    };
    const starting = start(slow);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(await analysed(log)).toEqual([]);
    letRulesCome();
    const reader = await starting;
    await reader.whenCaughtUp();
    expect(seen).toEqual(['moderation.rules', 'chat.raw']);
    expect(await analysed(log)).toMatchObject([{ masked: 'so *****', rulesVersion: 1 }]);
  });

  it('that cannot be read are set aside as dead letters, once, and the others hold', async () => {
    const log = createMemoryLog();
    const unreadable = { topic: 'moderation.rules', key: 'twitch-test' };
    const [first] = await log.append([
      { ...unreadable, value: Buffer.from('no event'), headers: { a: 'b' } },
    ]);
    await rule(log, { version: 1, mask: ['plain'] });
    // Readable, and not for this topic.
    const stray = codec.encode('MessagePosted', posted({}));
    const [second] = await log.append([{ ...unreadable, value: stray }]);
    for (let life = 0; life < 2; life += 1) {
      const reader = await start(log);
      await say(log, `m${life}`, 'so plain');
      await reader.whenCaughtUp();
      await reader.close();
    }
    expect((await analysed(log)).map(({ masked }) => masked)).toEqual(['so *****', 'so *****']);
    const letters = await log.read({
      topic: 'moderation.rules.dlq',
      partition: first?.partition ?? -1,
      offset: 0,
    });
    expect(letters).toMatchObject([
      {
        key: 'twitch-test',
        headers: {
          a: 'b',
          'dead-letter-topic': 'moderation.rules',
          'dead-letter-offset': String(first?.offset),
          'dead-letter-handler': 'analyze',
        },
      },
      { headers: { 'dead-letter-offset': String(second?.offset) } },
    ]);
    expect(letters[0]?.headers['dead-letter-reason']).toMatch(/^CHATPULSE_/);
    expect(Buffer.from(letters[0]?.value ?? []).toString()).toBe('no event');
  });

  it('that the dead-letter topic refuses stop the analysis, which says so', async () => {
    const { 'moderation.rules.dlq': _refused, ...topics } = TOPICS;
    const log = createMemoryLog({ topics });
    await log.append([{ topic: 'moderation.rules', key: 'twitch-test', value: Buffer.from('no event') }]);
    const reader = await start(log);
    await expect(reader.failed).resolves.toMatchObject({ code: 'CHATPULSE_DEAD_LETTER_FAILED' });
    expect(reader.health()).toMatchObject({ state: 'failed' });
    expect(reader.health().error).toContain('CHATPULSE_DEAD_LETTER_FAILED');
  });

  it('are set aside once the log takes records again', async () => {
    let isAway = true;
    const log = createMemoryLog({
      beforeAppend: (records) => {
        if (isAway && records.some(({ topic }) => topic === 'moderation.rules.dlq')) {
          isAway = false;
          throw new Error('away');
        }
      },
    });
    await log.append([{ topic: 'moderation.rules', key: 'twitch-test', value: Buffer.from('no event') }]);
    const reader = await start(log);
    await reader.whenCaughtUp();
    expect(isAway).toBe(false);
    const ranges = await log.ranges('moderation.rules.dlq');
    expect(ranges.reduce((sum, { start: from, end }) => sum + end - from, 0)).toBe(1);
  });
});
