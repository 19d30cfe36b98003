/**
 * Accepted once means counted once: random schedules of messages, repeats, crashes, sleepers that wake late, takeovers
 * and skewed clocks, over the real processors and the in-memory log. Whatever happens, the closed windows hold every
 * accepted message exactly once.
 */
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../core/events/codec.ts';
import type { MessagePosted, WindowUpdated } from '../core/events/generated.ts';
import { createMemoryLog } from '../core/log/memory.ts';
import { partitionOf } from '../core/log/partitioner.ts';
import type { EventLog } from '../core/log/port.ts';
import { runProcessor } from '../core/runtime/run-processor.ts';
import type { RunningReader } from '../core/runtime/topic-reader.ts';
import { NEW_YEAR, posted, progressed, rulesChanged } from '../core/testing/events.ts';
import { runAnalyze } from '../processors/analyze/run-analyze.ts';
import { windowsProcessor } from '../processors/windows/windows.ts';
import { createFakeClock, settle, type FakeClock } from './support/fake-clock.ts';
import { createMortalProcess, type MortalProcess } from './support/mortal-process.ts';
import { plainAnalyzer } from './support/plain-analyzer.ts';

const codec = createCodec();
const logger = pino({ level: 'silent' });
const MINUTE = 60_000;
const ROUNDS = Number(process.env.CHATPULSE_MODEL_RUNS ?? 150);

interface Part {
  readonly process: MortalProcess;
  readonly reader: RunningReader;
}

class World {
  readonly clock: FakeClock = createFakeClock(NEW_YEAR);
  readonly log: EventLog = createMemoryLog({ clock: this.clock });
  readonly parts = new Map<string, Part>();
  readonly sleepers: MortalProcess[] = [];
  rulesVersion = 0;

  async start(name: 'analyze' | 'windows'): Promise<void> {
    const process = createMortalProcess(this.log, this.clock);
    const options = { log: process.log, clock: process.clock, codec, logger, maxRecords: 3 };
    const reader =
      name === 'analyze'
        ? await runAnalyze({ ...options, analyzer: plainAnalyzer })
        : await runProcessor(windowsProcessor, options);
    this.parts.set(name, { process, reader });
  }

  async caughtUp(): Promise<void> {
    for (const { reader } of this.parts.values()) {
      const done = reader.whenCaughtUp();
      let waiting = true;
      void done.then(() => {
        waiting = false;
      });
      while (waiting) {
        this.clock.advance(1000);
        await settle();
      }
    }
  }
}

const broadcast = fc.constantFrom('live-a', 'live-b', 'recorded-c');
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      broadcast,
      id: fc.integer({ min: 0, max: 40 }),
      skew: fc.integer({ min: -15 * MINUTE, max: 3 * MINUTE }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 3 * MINUTE }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('settle' as const), turns: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('kill' as const), part: fc.constantFrom('analyze', 'windows') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('sleep' as const),
      part: fc.constantFrom('analyze', 'windows'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wake' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rules' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A recording's time is a pure function of the line, and lines come in order; a second capturer repeats lines. */
function message(
  world: World,
  wanted: Extract<Step, { kind: 'post' }>,
  recordedLines: Set<number>,
): MessagePosted | undefined {
  const recorded = wanted.broadcast === 'recorded-c';
  if (recorded) {
    const next = recordedLines.size;
    const line = wanted.id < next ? wanted.id : next;
    recordedLines.add(line);
    return posted({
      broadcastId: wanted.broadcast,
      messageId: `line-${line}`,
      clock: 'recorded',
      eventTime: NEW_YEAR - 400 * 24 * 60 * MINUTE + line * 7_000,
    });
  }
  const eventTime = world.clock.now() + wanted.skew;
  return posted({ broadcastId: wanted.broadcast, messageId: `m${wanted.id}`, eventTime });
}

async function append(world: World, data: MessagePosted): Promise<void> {
  await world.log.append([
    { topic: 'chat.raw', key: data.broadcastId, value: codec.encode('MessagePosted', data) },
  ]);
}

async function perform(world: World, wanted: Step, recordedLines: Set<number>): Promise<void> {
  switch (wanted.kind) {
    case 'post': {
      const data = message(world, wanted, recordedLines);
      if (data) await append(world, data);
      return;
    }
    case 'pass':
      world.clock.advance(wanted.ms);
      return;
    case 'settle':
      await settle(wanted.turns);
      return;
    case 'rules': {
      world.rulesVersion += 1;
      const data = rulesChanged({ version: world.rulesVersion, mask: [`word ${world.rulesVersion}`] });
      const value = codec.encode('RulesChanged', data);
      await world.log.append([{ topic: 'moderation.rules', key: data.channelId, value }]);
      return;
    }
    case 'wake':
      await world.sleepers.pop()?.wake();
      return;
    case 'kill':
    case 'sleep': {
      const part = world.parts.get(wanted.part);
      if (wanted.kind === 'kill') await part?.process.kill();
      else {
        await part?.process.sleep();
        if (part) world.sleepers.push(part.process);
      }
      await world.start(wanted.part);
    }
  }
}

/** What is accepted, straight from `chat.raw`: the first of every id, per broadcast. */
async function acceptedIds(log: EventLog): Promise<Map<string, number>> {
  const accepted = new Map<string, Set<string>>();
  for (const range of await log.ranges('chat.raw')) {
    const at = { topic: 'chat.raw', partition: range.partition, offset: 0, maxRecords: Infinity };
    for (const record of await log.read(at)) {
      const event = codec.decode(record.value);
      if (event.type !== 'MessagePosted') continue;
      const ids = accepted.get(event.data.broadcastId) ?? new Set();
      accepted.set(event.data.broadcastId, ids.add(event.data.messageId));
    }
  }
  return new Map([...accepted].map(([id, ids]) => [id, ids.size]));
}

/** The versions of the rules behind the messages of each partition, as every reader takes them: by growing stamp. */
async function rulesVersions(log: EventLog): Promise<number[][]> {
  const versions: number[][] = [];
  for (const { partition } of await log.ranges('chat.analyzed')) {
    let stamp = -1;
    const taken: number[] = [];
    for (const record of await log.read({
      topic: 'chat.analyzed',
      partition,
      offset: 0,
      maxRecords: Infinity,
    })) {
      const event = codec.decode(record.value);
      if (event.type !== 'MessageAnalyzed' || event.data.rawOffset <= stamp) continue;
      stamp = event.data.rawOffset;
      taken.push(event.data.rulesVersion);
    }
    versions.push(taken);
  }
  return versions;
}

/** The windows of one size as every reader takes them: closed beats provisional, then the higher stamp wins. */
async function finalWindows(log: EventLog, sizeMs: number): Promise<WindowUpdated[]> {
  const best = new Map<string, WindowUpdated>();
  for (const range of await log.ranges('chat.windows')) {
    const at = { topic: 'chat.windows', partition: range.partition, offset: 0, maxRecords: Infinity };
    for (const record of await log.read(at)) {
      const event = codec.decode(record.value);
      if (event.type !== 'WindowUpdated' || event.data.sizeMs !== sizeMs) continue;
      const key = `${event.data.broadcastId}@${event.data.start}`;
      const known = best.get(key);
      const better =
        !known || Number(event.data.closed) - Number(known.closed) || event.data.stamp - known.stamp;
      if (better === true || (typeof better === 'number' && better > 0)) best.set(key, event.data);
    }
  }
  return [...best.values()];
}

describe('the promise: accepted once means counted once', () => {
  it(`holds over ${ROUNDS} random schedules of crashes, sleepers, takeovers, repeats, rules and skewed clocks`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 70 }), async (steps) => {
        const world = new World();
        await world.start('analyze');
        await world.start('windows');
        const recordedLines = new Set<number>();
        for (const each of steps) await perform(world, each, recordedLines);
        for (const sleeper of world.sleepers) await sleeper.wake();
        for (const [id, clock] of [
          ['live-a', 'live'],
          ['live-b', 'live'],
          ['recorded-c', 'recorded'],
        ] as const) {
          const eventTime = clock === 'live' ? world.clock.now() : NEW_YEAR - 399 * 24 * 60 * MINUTE;
          const value = codec.encode(
            'SourceProgress',
            progressed({ broadcastId: id, eventTime, clock, final: true }),
          );
          await world.log.append([{ topic: 'chat.raw', key: id, value }]);
        }
        await world.caughtUp();

        // A process that takes over knows every rule that the one before it knew.
        for (const versions of await rulesVersions(world.log))
          expect(versions).toEqual(versions.toSorted((a, b) => a - b));
        for (const sizeMs of [10_000, MINUTE]) {
          const windows = await finalWindows(world.log, sizeMs);
          expect(windows.filter((window) => !window.closed)).toEqual([]);
          const counted = new Map<string, number>();
          for (const { broadcastId, messages } of windows)
            if (messages > 0) counted.set(broadcastId, (counted.get(broadcastId) ?? 0) + messages);
          expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(await acceptedIds(world.log)));
        }
      }),
      { numRuns: ROUNDS },
    );
  }, 120_000);

  it('keeps the broadcasts of the model in partitions of their own and together', () => {
    const partitions = new Set(['live-a', 'live-b', 'recorded-c'].map((id) => partitionOf(id, 16)));
    expect(partitions.size).toBeGreaterThan(1);
  });
});
