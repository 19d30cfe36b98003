import { describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import { driveProcessor, type Driver, type DrivenOutput } from '../../core/runtime/test-driver.ts';
import { NEW_YEAR, posted, postedEvent, progressed } from '../../core/testing/events.ts';
import { createCodec } from '../../core/events/codec.ts';
import { plainAnalyzer } from '../../tests/support/plain-analyzer.ts';
import { analyzeProcessor, REPEAT_REACH } from './analyze.ts';

const MINUTE = 60_000;

function drive(): Driver {
  return driveProcessor(analyzeProcessor(plainAnalyzer), { now: NEW_YEAR });
}

function times(outputs: readonly DrivenOutput[]): number[] {
  return outputs.map(({ event }) => ('eventTime' in event.data ? event.data.eventTime - NEW_YEAR : NaN));
}

describe('analyze', () => {
  it('writes the message with its analysis, stamped with its offset and append time', () => {
    const driver = drive();
    driver.feed(postedEvent({ messageId: 'first' }));
    driver.now = NEW_YEAR + 5;
    const [out] = driver.feed(postedEvent({ messageId: 'second', text: 'so bad' }));
    expect(out).toMatchObject({
      topic: 'chat.analyzed',
      partition: 0,
      event: {
        type: 'MessageAnalyzed',
        data: {
          rawOffset: 1,
          rawAppend: NEW_YEAR + 5,
          masked: 'so ***',
          profane: true,
          words: ['so', 'bad'],
          profaneWords: [1],
        },
      },
    });
  });

  it('drops a repeat within reach, counting dropped ones as occurrences, and takes it again beyond', () => {
    const driver = driveProcessor(analyzeProcessor(plainAnalyzer), { now: NEW_YEAR });
    expect(driver.feed(postedEvent())).toHaveLength(1);
    expect(driver.feed(postedEvent())).toHaveLength(0);
    for (let i = 0; i < REPEAT_REACH - 1; i += 1) driver.feed({ type: 'SourceProgress', data: progressed() });
    // Exactly REPEAT_REACH offsets after the dropped one.
    expect(driver.feed(postedEvent())).toHaveLength(0);
    for (let i = 0; i < REPEAT_REACH; i += 1) driver.feed({ type: 'SourceProgress', data: progressed() });
    expect(driver.feed(postedEvent())).toHaveLength(1);
  });

  it('drops copies of shared chat by their origin, and keeps equal ids of different broadcasts apart', () => {
    const driver = drive();
    expect(driver.feed(postedEvent({ messageId: 'own', originId: 'o1' }))).toHaveLength(1);
    expect(driver.feed(postedEvent({ messageId: 'copy', originId: 'o1' }))).toHaveLength(0);
    expect(driver.feed(postedEvent({ messageId: 'own', broadcastId: 'elsewhere' }))).toHaveLength(1);
  });

  it('never lets the clock of a broadcast go back, and keeps it near the append time', () => {
    const driver = drive();
    const at = (messageId: string, offset: number): readonly DrivenOutput[] =>
      driver.feed(postedEvent({ messageId, eventTime: NEW_YEAR + offset }));
    expect(times(at('a', 2_000))).toEqual([2_000]);
    expect(times(at('b', 1_000))).toEqual([2_000]);
    expect(times(at('far ahead', 60 * MINUTE))).toEqual([MINUTE]);
    expect(times(driver.feed(postedEvent({ broadcastId: 'x', eventTime: NEW_YEAR - 60 * MINUTE })))).toEqual([
      -9 * MINUTE,
    ]);
  });

  it('trusts the clock of a recording, however far from the append time', () => {
    const driver = drive();
    const recorded = posted({ clock: 'recorded', eventTime: NEW_YEAR - 90 * 24 * 60 * MINUTE });
    expect(times(driver.feed({ type: 'MessagePosted', data: recorded }))).toEqual([-90 * 24 * 60 * MINUTE]);
  });

  it('moves the clock to the next full minute at the final progress, so that all windows close', () => {
    const driver = drive();
    driver.feed(postedEvent({ eventTime: NEW_YEAR + 12_345 }));
    expect(times(driver.feed({ type: 'SourceProgress', data: progressed({ final: true }) }))).toEqual([
      MINUTE,
    ]);
  });

  it('gives a dead letter for an event that does not belong there', () => {
    const event = {
      type: 'WatchStopped',
      data: { channelId: 'c', broadcastId: 'b', reason: 'x', at: 0 },
    } as const;
    expect(() => drive().feed(event)).toThrow('does not belong');
  });

  it('reads back enough on an assignment to know every repeat and every clock', async () => {
    let now = NEW_YEAR;
    const log = createMemoryLog({ clock: { now: () => now, after: () => () => undefined } });
    const codec = createCodec();
    const append = async (count: number): Promise<void> => {
      const value = codec.encode('SourceProgress', progressed());
      await log.append(
        Array.from({ length: count }, () => ({ topic: 'chat.raw', key: 'k', value, partition: 3 })),
      );
    };
    await append(100);
    now += 20 * MINUTE;
    await append(REPEAT_REACH + 10);
    const definition = analyzeProcessor(plainAnalyzer);
    const restore = (readTo: number) =>
      definition.restoreFrom?.({ partition: 3, committed: { offset: readTo, readTo, stamp: -1 }, log });
    expect(await restore(REPEAT_REACH + 110)).toBe(100);
    expect(await restore(REPEAT_REACH + 50)).toBe(50);
    expect(await restore(50)).toBe(0);
    expect(await restore(0)).toBe(0);
    await log.close();
  });
});
