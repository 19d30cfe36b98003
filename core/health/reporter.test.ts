import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createCodec } from '../events/codec.ts';
import type { ProcessHealth } from '../events/generated.ts';
import { createMemoryLog } from '../log/memory.ts';
import type { EventLog } from '../log/port.ts';
import { plainElement, type ObservedElement } from './element.ts';
import { startHealthReporter, type HealthReporter } from './reporter.ts';

const codec = createCodec();
const START = 1_700_000_000_000;

async function told(log: EventLog): Promise<ProcessHealth[]> {
  const all: ProcessHealth[] = [];
  for (const { partition, start, end } of await log.ranges('system.health'))
    if (end > start)
      for (const record of await log.read({ topic: 'system.health', partition, offset: start })) {
        const event = codec.decode(record.value);
        if (event.type === 'ProcessHealth') all.push(event.data);
      }
  return all;
}

function start(
  log: EventLog,
  observe: () => readonly ObservedElement[],
): {
  readonly reporter: HealthReporter;
  readonly clock: ReturnType<typeof createFakeClock>;
} {
  const clock = createFakeClock(START);
  const reporter = startHealthReporter({
    log,
    codec,
    clock,
    logger: pino({ level: 'silent' }),
    process: { processId: 'p1', role: 'sinks', host: 'one', version: '1', startedAt: START },
    observe,
    resources: () => ({
      cpuShare: 0.5,
      rssBytes: 1,
      heapBytes: 1,
      eventLoopDelayMs: 1,
      gcShare: 0,
      openFiles: 3,
    }),
  });
  return { reporter, clock };
}

describe('the reporter of health', () => {
  it('tells of everything else beside more shows than it can tell of (parts behind them were left out)', async () => {
    const log = createMemoryLog();
    const shows = Array.from({ length: 600 }, (_, number) =>
      plainElement('source', `show-${number}`, number === 599 ? 'failed' : 'ok'),
    );
    const { reporter } = start(log, () => [...shows, plainElement('sink', 'archive', 'ok')]);
    await settle();
    const elements = (await told(log)).at(-1)?.elements ?? [];
    expect(elements).toHaveLength(500);
    const ids = elements.map(({ id }) => id);
    expect(ids).toContain('sink:archive');
    expect(ids).toContain('source:show-599');
    await reporter.stop();
  });

  it('tells at the start, every five seconds, and at once what changes', async () => {
    const log = createMemoryLog();
    let element = plainElement('sink', 'archive', 'ok');
    const { clock, reporter } = start(log, () => [element]);
    await settle();
    clock.advance(2_500);
    await settle();
    expect(await told(log)).toHaveLength(1);
    clock.advance(2_500);
    await settle();
    expect(await told(log)).toHaveLength(2);
    element = plainElement('sink', 'archive', 'degraded', 'refused');
    clock.advance(2_500);
    await settle();
    const all = await told(log);
    expect(all).toHaveLength(3);
    expect(all.at(-1)).toMatchObject({
      state: 'degraded',
      elements: [{ id: 'sink:archive', detail: 'refused' }],
    });
    await reporter.stop();
  });

  it('makes rates of totals', async () => {
    const log = createMemoryLog();
    let total = 100;
    const { clock, reporter } = start(log, () => [{ ...plainElement('processor', 'words', 'ok'), total }]);
    await settle();
    total = 150;
    clock.advance(5_000);
    await settle();
    expect((await told(log)).map(({ elements }) => elements[0]?.ratePerSecond)).toEqual([0, 10]);
    await reporter.stop();
  });

  it('says at an orderly end that its own work has stopped, and nothing of what it only reached', async () => {
    const log = createMemoryLog();
    const { reporter } = start(log, () => [
      plainElement('sink', 'archive', 'ok'),
      plainElement('store', 'archive', 'ok'),
    ]);
    await settle();
    await reporter.stop();
    expect((await told(log)).at(-1)).toMatchObject({
      state: 'stopped',
      elements: [{ id: 'sink:archive', state: 'stopped' }],
    });
  });

  it('holds one report back while the log does not answer, and does not keep the process from ending', async () => {
    const memory = createMemoryLog();
    let asked = 0;
    const log: EventLog = {
      ...memory,
      append: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    };
    const { clock, reporter } = start(log, () => [plainElement('sink', 'archive', 'ok')]);
    await settle();
    clock.advance(60_000);
    expect(asked).toBe(1);
    const stopped = reporter.stop();
    await settle();
    clock.advance(2_000);
    await stopped;
  });

  it('tells again what the log refused', async () => {
    const memory = createMemoryLog();
    let away = true;
    const log: EventLog = {
      ...memory,
      append: (records) => (away ? Promise.reject(new Error('away')) : memory.append(records)),
    };
    const { clock, reporter } = start(log, () => [plainElement('sink', 'archive', 'ok')]);
    await settle();
    away = false;
    clock.advance(2_500);
    await settle();
    expect(await told(memory)).toHaveLength(1);
    await reporter.stop();
  });
});
