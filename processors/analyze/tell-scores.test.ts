import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../core/events/codec.ts';
import type { ScoresTold } from '../../core/events/generated.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { ScoreCounts } from '../../language/index.ts';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createScoreWindows } from './score-windows.ts';
import { tellScores, TELL_SCORES_EVERY_MS } from './tell-scores.ts';

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const codec = createCodec();

function counted(texts: number, model: ScoreCounts['model'] = 'sentiment-ko'): ScoreCounts {
  return {
    model,
    version: 'v1',
    scores: [texts, 0, 2 * texts],
    features: 10 * texts,
    unknownFeatures: texts,
  };
}

describe('the scores of the last hour and day', () => {
  it('are sums of what was told within them', () => {
    const windows = createScoreWindows();
    windows.add([counted(5)], START);
    windows.add([counted(1)], START + 90 * MINUTE);
    windows.add([counted(2), counted(0, 'abuse-ko')], START + 100 * MINUTE);
    expect(windows.at(START + 101 * MINUTE)).toEqual([
      {
        model: 'sentiment-ko',
        version: 'v1',
        hour: { scores: [3, 0, 6], features: 30, unknownFeatures: 3 },
        day: { scores: [8, 0, 16], features: 80, unknownFeatures: 8 },
      },
    ]);
    expect(windows.at(START + 10 * HOUR)[0]?.hour).toEqual({
      scores: [0, 0, 0],
      features: 0,
      unknownFeatures: 0,
    });
    expect(windows.at(START + 30 * HOUR)).toEqual([]);
  });

  it('never hold more than the day, and at least the last 23 hours of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40 * 60), { minLength: 1, maxLength: 80 }), (minutes) => {
        const windows = createScoreWindows();
        const ordered = [...minutes].sort((a, b) => a - b);
        for (const minute of ordered) windows.add([counted(1)], START + minute * MINUTE);
        const last = ordered.at(-1) ?? 0;
        const [told] = windows.at(START + last * MINUTE);
        const within = (span: number): number => ordered.filter((minute) => minute > last - span).length;
        expect(told?.hour.scores[0]).toBe(within(60));
        expect(told?.day.scores[0]).toBeGreaterThanOrEqual(within(23 * 60));
        expect(told?.day.scores[0]).toBeLessThanOrEqual(within(24 * 60));
      }),
    );
  });
});

describe('telling of scores', () => {
  async function told(log: ReturnType<typeof createMemoryLog>): Promise<ScoresTold[]> {
    const all: ScoresTold[] = [];
    for (const { partition, start, end } of await log.ranges('system.health'))
      if (end > start)
        for (const record of await log.read({ topic: 'system.health', partition, offset: start })) {
          const event = codec.decode(record.value);
          if (event.type === 'ScoresTold') all.push(event.data);
        }
    return all;
  }

  it('is once a minute, the first sooner, and silent where nothing was analysed', async () => {
    const clock = createFakeClock(START);
    const log = createMemoryLog({ clock });
    let next: readonly ScoreCounts[] = [counted(7)];
    const drain = (): readonly ScoreCounts[] => {
      const drained = next;
      next = [];
      return drained;
    };
    const teller = tellScores({
      log,
      codec,
      clock,
      logger: pino({ level: 'silent' }),
      processId: 'p1',
      drain,
    });
    clock.advance(TELL_SCORES_EVERY_MS);
    await settle();
    // What was counted before it began is of another reader.
    expect(await told(log)).toEqual([]);
    next = [counted(3)];
    for (let step = 0; step < 8; step += 1) {
      clock.advance(TELL_SCORES_EVERY_MS / 4);
      await settle();
    }
    expect(await told(log)).toMatchObject([
      { processId: 'p1', since: START, models: [{ hour: { scores: [3, 0, 6] } }], at: START + 75_000 },
      { models: [{ day: { scores: [3, 0, 6] } }], at: START + 135_000 },
    ]);
    await teller.close();
    await log.close();
  });
});
