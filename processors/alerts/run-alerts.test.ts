import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCodec } from '../../core/events/codec.ts';
import type { ProcessHealth } from '../../core/events/generated.ts';
import { sampleElement, sampleHealth } from '../../core/health/sample.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { RunningReader } from '../../core/runtime/topic-reader.ts';
import { createFakeClock, settle, type FakeClock } from '../../tests/support/fake-clock.ts';
import { runAlerts } from './run-alerts.ts';

const START = Date.UTC(2026, 0, 1);
const SECOND = 1_000;
const codec = createCodec();

let clock: FakeClock;
let log: EventLog;
let alerts: RunningReader;

beforeEach(async () => {
  clock = createFakeClock(START);
  log = createMemoryLog({ clock });
  alerts = await run();
});
afterEach(async () => {
  await alerts.close();
});

function run(): Promise<RunningReader> {
  return runAlerts({ log, codec, clock, logger: pino({ level: 'silent' }) });
}

/** Lets seconds pass; in each of them every process named reports to the log. */
async function pass(seconds: number, processes: Readonly<Record<string, Partial<ProcessHealth>>>) {
  for (let second = 0; second < seconds; second += 1) {
    for (const [id, more] of Object.entries(processes)) {
      const health = sampleHealth(id, more.elements ?? [], { startedAt: START, at: clock.now(), ...more });
      await log.append([{ topic: 'system.health', key: id, value: codec.encode('ProcessHealth', health) }]);
    }
    await settle();
    clock.advance(SECOND);
    await settle();
  }
}

/** What `alert.events` says, in order. */
async function told(): Promise<string[]> {
  const events: { readonly at: number; readonly text: string }[] = [];
  for (const { partition, start, end } of await log.ranges('alert.events')) {
    if (end === start) continue;
    for (const { value, appendTime } of await log.read({ topic: 'alert.events', partition, offset: start })) {
      const { type, data } = codec.decode(value);
      if (type === 'AlertRaised') events.push({ at: appendTime, text: `+${data.rule} ${data.subject}` });
      if (type === 'AlertResolved') events.push({ at: appendTime, text: `-${data.rule} ${data.subject}` });
    }
  }
  return events.sort((a, b) => a.at - b.at).map(({ text }) => text);
}

const lagging = (windows: number, words: number): Partial<ProcessHealth> => ({
  elements: [
    sampleElement('processor:windows', { lag: windows }),
    sampleElement('processor:words', { lag: words }),
  ],
});
const answers = (responses: number, slowResponses: number, failedResponses: number) => ({
  responses,
  slowResponses,
  failedResponses,
});

describe('alerts about the pipeline, from reports in the log to alerts in the log', () => {
  it('processor lag: the part furthest behind, once it has lasted, until it has caught up', async () => {
    await pass(20, { a: lagging(0, 0) });
    await pass(25, { a: lagging(20_000, 90_000) });
    expect(await told()).toEqual([]);
    await pass(10, { a: lagging(20_000, 90_000) });
    expect(await told()).toEqual(['+processor-lag processor:words']);
    await pass(40, { a: lagging(0, 10) });
    expect(await told()).toEqual(['+processor-lag processor:words', '-processor-lag processor:words']);
  });

  it('slow responses of all gateways together, until they are fast again', async () => {
    await pass(20, { a: answers(40, 0, 0), b: answers(40, 0, 0) });
    expect(await told()).toEqual([]);
    await pass(12, { a: answers(45, 3, 0), b: answers(45, 2, 0) });
    expect(await told()).toEqual(['+slow-responses gateway']);
    await pass(370, { a: answers(145, 3, 0), b: answers(145, 2, 0) });
    expect(await told()).toEqual(['+slow-responses gateway', '-slow-responses gateway']);
  });

  it('error rate: not of few answers, and not again by a process that takes over', async () => {
    await pass(20, { a: answers(10, 0, 5) });
    expect(await told()).toEqual([]);
    await pass(12, { a: answers(100, 0, 6) });
    expect(await told()).toEqual(['+error-rate gateway']);
    await alerts.close();
    alerts = await run();
    await pass(20, { a: answers(110, 0, 8) });
    expect(await told()).toEqual(['+error-rate gateway']);
  });

  it('lag is not told while a store is away that makes it', async () => {
    const behind = sampleElement('sink:archive', { lag: 50_000 });
    await pass(20, { a: { elements: [sampleElement('store:archive'), sampleElement('sink:archive')] } });
    await pass(60, { a: { elements: [sampleElement('store:archive', { state: 'failed' }), behind] } });
    expect(await told()).toEqual(['+store-away store:archive']);
  });
});
