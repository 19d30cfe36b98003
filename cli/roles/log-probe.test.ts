import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { watchLog } from './log-probe.ts';

describe('the probe of the log', () => {
  it('tells once that the log is away, and that it is back', async () => {
    const clock = createFakeClock(0);
    const lines: { level: number; msg: string }[] = [];
    const logger = pino({ level: 'info' }, { write: (text: string) => void lines.push(JSON.parse(text)) });
    const log = createMemoryLog({ clock });
    let answer: typeof log.ranges = (topic) => log.ranges(topic);
    const probe = watchLog({ log: { ...log, ranges: (topic) => answer(topic) }, clock, logger });
    clock.advance(2_000);
    await settle();
    expect(probe.health()[0]).toMatchObject({ state: 'ok' });
    answer = () => new Promise(() => undefined);
    clock.advance(2_000);
    clock.advance(4_000);
    await settle();
    expect(probe.health()[0]).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('no answer'),
    });
    answer = () => Promise.reject(new Error('refused'));
    clock.advance(2_000);
    await settle();
    answer = (topic) => log.ranges(topic);
    clock.advance(2_000);
    await settle();
    expect(probe.health()[0]).toMatchObject({ state: 'ok' });
    expect(lines.map(({ level, msg }) => [level, msg.split(';')[0]])).toEqual([
      [50, 'the log is away'],
      [30, 'the log is back'],
    ]);
    await probe.close();
  });
});
