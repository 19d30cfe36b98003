import { describe, expect, it } from 'vitest';
import { createLogClock, type LogClock } from './log-clock.ts';

const START = 1_700_000_000_000;

/** A machine whose clock is set, and a log whose clock is right; records come every half second, some ms old. */
function scene() {
  let right = START;
  let error = 0;
  const clock: LogClock = createLogClock(() => right + error);
  return {
    set: (to: number) => void (error = to),
    pass(ms: number, age: (passed: number) => number = () => 20) {
      for (let passed = 0; passed < ms; passed += 500) {
        right += 500;
        clock.read(right - age(passed));
      }
    },
    /** How far (ms) what the process takes for the log's time is ahead. */
    ahead: () => clock.now() - right,
  };
}

describe('the clock of the log, as a process takes it from what it reads', () => {
  it('follows within seconds where the clock of the machine was behind and is set right (it took a quarter of an hour)', () => {
    const { set, pass, ahead } = scene();
    set(-13_000);
    pass(20_000);
    expect(ahead()).toBe(-20);
    set(0);
    expect(ahead()).toBe(12_980);
    pass(6_000);
    expect(ahead()).toBe(-20);
  });

  it('follows at once where the clock of the machine is set back', () => {
    const { set, pass, ahead } = scene();
    pass(20_000);
    set(-3_600_000);
    pass(500);
    expect(ahead()).toBe(-20);
  });

  it('does not follow what is read late for a while, nor single records that were long under way', () => {
    const { pass, ahead } = scene();
    pass(20_000);
    pass(4_000, () => 8_000);
    expect(ahead()).toBe(-20);
    pass(30_000, (passed) => (passed % 3_000 === 0 ? 20 : 2_500));
    expect(ahead()).toBe(-20);
  });
});
