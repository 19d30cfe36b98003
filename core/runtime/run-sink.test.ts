import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createCodec } from '../events/codec.ts';
import { createMemoryLog } from '../log/memory.ts';
import { NEW_YEAR, progressed } from '../testing/events.ts';
import { ChatpulseError } from '../errors.ts';
import type { AppendRecord, SubscriptionHandler } from '../log/port.ts';
import { runSink, type SinkPosition } from './run-sink.ts';
import type { RunningReader } from './topic-reader.ts';

const codec = createCodec();
const logger = pino({ level: 'silent' });

/** A record of partition 0 that carries a stamp. */
function stamped(rawOffset: number): AppendRecord {
  const value = codec.encode('SourceProgress', progressed({ rawOffset }));
  return { topic: 'chat.analyzed', key: 'b', partition: 0, value };
}

/** A store that keeps its positions, and that lives on when the sink dies. */
class Store {
  readonly offsets: number[] = [];
  readonly positions: SinkPosition[] = [];
  /** Called before a batch is stored; may throw. */
  beforeWrite: (offsets: readonly number[]) => void = () => undefined;

  run(log: ReturnType<typeof createMemoryLog>, clock = createFakeClock(NEW_YEAR)): Promise<RunningReader> {
    return runSink(
      {
        name: 'store',
        inputs: ['chat.analyzed'],
        write: async ({ topic, partition, records, nextOffset, stamp }) => {
          const offsets = records.map((record) => record.offset);
          this.beforeWrite(offsets);
          this.offsets.push(...offsets);
          this.positions.splice(0, Infinity, { topic, partition, nextOffset, stamp });
        },
        positions: async () => this.positions,
      },
      { log, codec, clock, logger },
    );
  }
}

describe('runSink', () => {
  it('loses nothing when it dies between the parts of a batch that it had to divide', async () => {
    const log = createMemoryLog({
      beforeAppend: ([first]) => {
        if (first?.topic === 'chat.analyzed.dlq') throw new TypeError('no room for dead letters');
      },
    });
    await log.append([stamped(10), stamped(11), stamped(12), stamped(13)]);
    const store = new Store();
    store.beforeWrite = (offsets) => {
      if (offsets.includes(2)) throw new TypeError('a record that cannot be stored');
    };
    const first = await store.run(log);
    await first.failed;
    expect(store.offsets).toEqual([0, 1]);

    store.beforeWrite = () => undefined;
    const second = await store.run(log);
    await settle();
    await second.close();
    expect(store.offsets).toEqual([0, 1, 2, 3]);
  });

  it('has no lag on a partition that was taken away while it was being assigned (it grew for ever)', async () => {
    const memory = createMemoryLog();
    await memory.append([stamped(10), stamped(11), stamped(12)]);
    const handlers: SubscriptionHandler[] = [];
    const log = {
      ...memory,
      subscribe: async ({ handler }: { readonly handler: SubscriptionHandler }) => {
        handlers.push(handler);
        return {
          commit: async () => undefined,
          close: async () => undefined,
          ended: new Promise<undefined>(() => undefined),
        };
      },
    };
    const reader = await new Store().run(log);
    const at = { topic: 'chat.analyzed', partition: 0 };
    const assigning = handlers[0]?.assigned?.({ ...at, committed: undefined });
    await handlers[0]?.revoked?.(at);
    await assigning;
    reader.health();
    await settle();
    expect(reader.health().lag).toBe(0);
    // Given once more, it is its own.
    await handlers[0]?.assigned?.({ ...at, committed: undefined });
    reader.health();
    await settle();
    expect(reader.health().lag).toBe(3);
    await reader.close();
  });

  it('says that its store is away while it is, and that it is back', async () => {
    const log = createMemoryLog();
    const clock = createFakeClock(NEW_YEAR);
    await log.append([stamped(10)]);
    const store = new Store();
    store.beforeWrite = () => {
      throw new ChatpulseError('CHATPULSE_DISK_FULL', { message: 'The store cannot grow.' });
    };
    const reader = await store.run(log, clock);
    await settle();
    expect(reader.health()).toMatchObject({
      state: 'retrying',
      error: expect.stringContaining('cannot grow'),
    });

    store.beforeWrite = () => undefined;
    clock.advance(10_000);
    await settle();
    expect(reader.health()).toMatchObject({ state: 'running', error: null });
    await reader.close();
  });
});
