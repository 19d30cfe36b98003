import { afterEach, describe, expect, it } from 'vitest';
import { createChzzkSource } from '../producers/chzzk/source.ts';
import { createSoopSource } from '../producers/soop/source.ts';
import { startChzzkSimulator } from './platforms/chzzk-simulator.ts';
import { pollForADay } from './platforms/day-of-polling.ts';
import { startSoopSimulator } from './platforms/soop-simulator.ts';

const PATIENCE_MS = 120_000;
const CHANNEL = '0123456789abcdef0123456789abcdef';

let close: () => Promise<void> = async () => undefined;

afterEach(() => close());

describe('a day of asking for the status, in the time of a clock turned by hand', () => {
  it(
    'off air asks CHZZK as often as it wishes, and leaves no timer',
    async () => {
      const simulator = await startChzzkSimulator();
      close = simulator.close;
      simulator.goOff(CHANNEL);
      const questions = await pollForADay({
        source: createChzzkSource(simulator.settings),
        channel: CHANNEL,
        periodMs: 10_000,
        answered: (event) => event.type === 'waiting',
      });
      expect(questions).toBe(8_641);
      expect(simulator.statusRequests(CHANNEL)).toBe(questions);
    },
    PATIENCE_MS,
  );

  it(
    'on air asks CHZZK too, beside one connection to the chat',
    async () => {
      const simulator = await startChzzkSimulator();
      close = simulator.close;
      simulator.goLive(CHANNEL);
      const questions = await pollForADay({
        source: createChzzkSource(simulator.settings),
        channel: CHANNEL,
        periodMs: 10_000,
        beforeAsked: (question) => {
          simulator.retitle(CHANNEL, `제목 ${question}`);
        },
        answered: (event) => event.type === 'show',
      });
      expect(simulator.statusRequests(CHANNEL)).toBe(questions);
      expect(simulator.accepted()).toBe(1);
      await expect.poll(() => simulator.connections()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'off air asks SOOP every thirty seconds, and leaves no timer',
    async () => {
      const simulator = await startSoopSimulator();
      close = simulator.close;
      const questions = await pollForADay({
        source: createSoopSource(simulator.settings),
        channel: 'name',
        periodMs: 30_000,
        answered: (event) => event.type === 'waiting',
      });
      expect(questions).toBe(2_881);
      expect(simulator.questions('name')).toBe(questions);
    },
    PATIENCE_MS,
  );
});
