import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, settle, type FakeClock } from '../../tests/support/fake-clock.ts';
import { createMemoryLog, type MemoryLog } from '../log/memory.ts';
import { toCommit } from '../runtime/commit-metadata.ts';
import { groupOf } from '../runtime/topic-reader.ts';
import { createRecorder, type Recorder } from '../telemetry/recorder.ts';
import { observeBacklog, type Backlog } from './backlog.ts';
import type { ElementState } from './element.ts';
import type { ElementView } from './views.ts';

let clock: FakeClock;
let log: MemoryLog;
let telemetry: Recorder;
let backlog: Backlog;
let elements: readonly ElementView[];

beforeEach(() => {
  clock = createFakeClock(0);
  log = createMemoryLog({ clock });
  telemetry = createRecorder();
  elements = [];
  backlog = observeBacklog({
    log,
    clock,
    telemetry,
    parts: [
      { part: 'windows', topics: ['chat.analyzed'] },
      { part: 'boards', topics: ['chat.words', 'alert.events'] },
    ],
    elements: () => elements,
  });
});
afterEach(async () => {
  backlog.close();
  await log.close();
});

const element = (id: string, state: ElementState, more: Partial<ElementView> = {}): ElementView => ({
  id,
  kind: id.slice(0, id.indexOf(':')),
  state,
  processes: [],
  ratePerSecond: 0,
  lag: null,
  lastRecordAt: null,
  errors: 0,
  detail: 'no process runs it',
  ...more,
});

async function append(topic: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await log.append([{ topic, key: '', partition: 3, value: new Uint8Array() }]);
}

/** A part that has read all that there is, and is gone. */
async function hasRun(part: string, topic: string): Promise<void> {
  const reading = await log.subscribe({
    topics: [topic],
    group: groupOf(part),
    handler: { batch: async () => undefined },
  });
  const ends = await log.ranges(topic);
  await reading.commit(ends.map(({ partition, end }) => ({ topic, partition, offset: end })));
  await reading.close();
}

async function look(): Promise<void> {
  clock.advance(5_000);
  await settle(40);
}

const shown = (id: string): ElementView | undefined => backlog.overlay(elements).find((one) => one.id === id);
const told = (): unknown[] =>
  telemetry
    .drain()
    .gauges.filter(({ value }) => value !== 0 && value !== undefined)
    .map(({ name, tags, value }) => [name, tags, value]);

it('tells what waits for a part that is gone, from its commits, until somebody runs it', async () => {
  await append('chat.analyzed', 2);
  await hasRun('windows', 'chat.analyzed');
  await append('chat.analyzed', 5);
  elements = [element('processor:windows', 'silent', { detail: 'nothing heard from p1 (one)' })];
  await look();
  expect(shown('processor:windows')).toMatchObject({
    state: 'silent',
    lag: 5,
    detail: 'nothing heard from p1 (one); 5 records wait for it',
  });
  expect(told()).toEqual([['reader.lag', { part: 'windows', topic: 'chat.analyzed', partition: '3' }, 5]]);

  const running = element('processor:windows', 'ok', { lag: 4, detail: null });
  elements = [running];
  expect(shown('processor:windows')).toEqual(running);
  await look();
  expect(told()).toEqual([]);
});

it('counts all that is kept for a part that should run and never did', async () => {
  await append('chat.analyzed', 7);
  log.trim({ topic: 'chat.analyzed', partition: 3 }, 4);
  elements = [element('processor:windows', 'silent')];
  await look();
  expect(shown('processor:windows')).toMatchObject({
    lag: 3,
    detail: 'no process runs it; 3 records wait for it',
  });
});

it('names a part that may be left out, once it has run and nobody runs it any more', async () => {
  await look();
  expect(shown('sink:boards')).toBeUndefined();
  await hasRun('boards', 'chat.words');
  await append('chat.words', 2);
  await look();
  expect(shown('sink:boards')).toMatchObject({
    state: 'stopped',
    lag: 2,
    detail: 'no process runs it; 2 records wait for it',
  });
});

it('leaves out what never ran where it is asked to: a set-up does without it', async () => {
  backlog.close();
  const parts = [{ part: 'windows', topics: ['chat.analyzed'] }] as const;
  const view = { log, clock, telemetry, parts, elements: () => elements };
  backlog = observeBacklog({ ...view, neverRun: 'left out' });
  await append('chat.analyzed', 7);
  elements = [element('processor:windows', 'silent')];
  await look();
  expect(shown('processor:windows')?.lag).toBeNull();
  await hasRun('windows', 'chat.analyzed');
  await append('chat.analyzed', 1);
  await look();
  expect(shown('processor:windows')?.lag).toBe(1);
});

it('counts what was read and is only needed again after a restart as read (open windows were told as lag)', async () => {
  await append('chat.analyzed', 4);
  const group = groupOf('windows');
  const handler = { batch: async () => undefined };
  const reading = await log.subscribe({ topics: ['chat.analyzed'], group, handler });
  await reading.commit([toCommit('chat.analyzed', 3, { offset: 1, readTo: 3, stamp: 0 })]);
  await reading.close();
  elements = [element('processor:windows', 'stopped', { detail: null })];
  await look();
  expect(shown('processor:windows')).toMatchObject({
    lag: 1,
    detail: 'no process runs it; 1 record waits for it',
  });
});

it('keeps what it knew while the log does not answer', async () => {
  await hasRun('windows', 'chat.analyzed');
  await append('chat.analyzed', 1);
  elements = [element('processor:windows', 'silent')];
  await look();
  log.ranges = () => Promise.reject(new Error('away'));
  await look();
  expect(shown('processor:windows')).toMatchObject({ lag: 1 });
});
