import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createCodec } from '../events/codec.ts';
import { ChatpulseError } from '../errors.ts';
import type { EventLog, Subscription } from '../log/port.ts';
import { createMemoryLog } from '../log/memory.ts';
import { noTelemetry, type Telemetry } from '../telemetry/port.ts';
import { NEW_YEAR, progressed } from '../testing/events.ts';
import type { ProcessorDefinition } from './processor.ts';
import { runProcessor } from './run-processor.ts';
import { groupOf } from './topic-reader.ts';

const codec = createCodec();
const logger = pino({ level: 'silent' });

/** Gives out one record for each that it takes. */
const passOn: ProcessorDefinition = {
  name: 'pass-on',
  input: 'chat.raw',
  createTask: ({ partition }) => ({
    process({ event, key }, out) {
      if (event.type === 'SourceProgress')
        out.emit('chat.analyzed', key, 'SourceProgress', event.data, partition);
    },
    commitPoint: ({ nextOffset, stamp }) => ({ offset: nextOffset, readTo: nextOffset, stamp }),
  }),
};

function input(): { topic: string; key: string; partition: number; value: Uint8Array } {
  return { topic: 'chat.raw', key: 'b', partition: 0, value: codec.encode('SourceProgress', progressed()) };
}

describe('runProcessor', () => {
  it('does not commit a batch whose output waits behind the append under way', async () => {
    const clock = createFakeClock(NEW_YEAR);
    const acknowledge: (() => void)[] = [];
    const log = createMemoryLog({
      clock,
      beforeAppend: ([first]) =>
        first?.topic === 'chat.analyzed'
          ? new Promise<void>((resolve) => {
              acknowledge.push(resolve);
            })
          : undefined,
    });
    await log.append([input(), input()]);
    await runProcessor(passOn, { log, codec, clock, logger, maxRecords: 1 });
    await settle();
    expect(acknowledge).toHaveLength(1);

    // The second batch has been taken; its output is not with the log when the time to commit comes.
    clock.advance(250);
    await settle();
    acknowledge[0]?.();
    await settle();
    expect(acknowledge).toHaveLength(2);
    for (const commit of await log.committed(groupOf('pass-on'))) expect(commit.offset).toBeLessThan(2);

    acknowledge[1]?.();
    await settle();
    clock.advance(250);
    await settle();
    expect(await log.committed(groupOf('pass-on'))).toMatchObject([{ partition: 0, offset: 2 }]);
  });

  it('leaves its group when it fails by a commit, so that whoever follows gets the partitions', async () => {
    const clock = createFakeClock(NEW_YEAR);
    const log = createMemoryLog({ clock });
    const refused = new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: 'not here' });
    let subscription: Subscription | undefined;
    const refusing: EventLog = {
      ...log,
      async subscribe(options) {
        subscription = await log.subscribe(options);
        return { ...subscription, commit: () => Promise.reject(refused) };
      },
    };
    await log.append([input()]);
    const reader = await runProcessor(passOn, { log: refusing, codec, clock, logger });
    await settle();
    clock.advance(250);
    expect(await reader.failed).toBe(refused);
    await subscription?.ended;
    const next = await runProcessor(passOn, { log, codec, clock, logger });
    await settle();
    clock.advance(250);
    await settle();
    expect(await log.committed(groupOf('pass-on'))).toMatchObject([{ partition: 0, offset: 1 }]);
    await reader.close();
    await next.close();
  });

  it('tells no lag of partitions that it left, be it by an error or in order (the last figures stayed)', async () => {
    for (const fails of [true, false]) {
      const clock = createFakeClock(NEW_YEAR);
      const log = createMemoryLog({ clock });
      const refused = new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: 'not here' });
      const refusing: EventLog = {
        ...log,
        subscribe: async (options) => ({
          ...(await log.subscribe(options)),
          commit: () => Promise.reject(refused),
        }),
      };
      const gauges = new Map<string, number>();
      const telemetry: Telemetry = {
        ...noTelemetry,
        gauge(name, tags, value) {
          const key = `${name} ${JSON.stringify(tags)}`;
          if (value === undefined) gauges.delete(key);
          else gauges.set(key, value);
        },
      };
      const reader = await runProcessor(passOn, {
        log: fails ? refusing : log,
        codec,
        clock,
        logger,
        telemetry,
      });
      reader.health();
      await settle();
      expect(gauges.size).toBeGreaterThan(0);
      if (fails) {
        await log.append([input()]);
        await settle();
        const caughtUp = reader.whenCaughtUp();
        clock.advance(250);
        await expect(caughtUp).rejects.toBe(refused);
      } else await reader.close();
      reader.health();
      await settle();
      expect([...gauges.keys()]).toEqual([]);
    }
  });
});
