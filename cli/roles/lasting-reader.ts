import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import { plainElement } from '../../core/health/element.ts';
import { createReaderObserver, kindOfReader } from '../../core/health/readers.ts';
import { backoffDelay, pause } from '../../core/runtime/backoff.ts';
import type { ReaderHealth, RunningReader } from '../../core/runtime/topic-reader.ts';
import { healthOfReader, type RunningPart } from './part.ts';

export interface LastingReaderOptions {
  readonly name: string;
  readonly start: () => Promise<RunningReader>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For the jitter of restarts; default Math.random. */
  readonly random?: () => number;
}

const STARTING = 'starting';
/** A reader that ran so long had got over what ended it. */
const WELL_AFTER_MS = 60_000;

/**
 * A reader that is begun again when it ends by an error: with brokers and stores of others there is always one that
 * comes back. It reads on from its last commit, as after a restart of the process.
 */
export function keepReading(options: LastingReaderOptions): RunningPart {
  const { name, clock, logger, random = Math.random } = options;
  const stopping = new AbortController();
  const stopped = new Promise<undefined>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const observer = createReaderObserver();
  let current: RunningReader | undefined;
  let problem: string | null = STARTING;
  let attempt = 0;

  async function runOnce(): Promise<void> {
    const starting = options.start();
    current = await Promise.race([starting, stopped]);
    if (!current) {
      // A start waits for the log as long as that is away; the log ends it when it is closed, after its readers.
      void starting.then((late) => late.close()).catch(() => undefined);
      return;
    }
    problem = null;
    const startedAt = clock.now();
    const error = await Promise.race([current.failed, stopped]);
    if (!error) return;
    if (clock.now() - startedAt > WELL_AFTER_MS) attempt = 0;
    throw error;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await runOnce();
      } catch (error) {
        problem = describeError(error);
        attempt += 1;
        const wait = backoffDelay(attempt, { firstMs: 1_000, maxMs: 30_000, random });
        logger.error(
          { part: name, err: error, againInMs: Math.round(wait) },
          'a part ended; beginning again',
        );
        await current?.close().catch(() => undefined);
        current = undefined;
        await pause(clock, wait, stopping.signal);
      }
    }
  }

  const running = run();
  const reading = (): readonly ReaderHealth[] => (current ? [current.health()] : []);
  return {
    readers: reading,
    health: () =>
      problem === null
        ? reading().map(healthOfReader)
        : [{ name, state: 'failed', detail: problem, hint: 'It is begun again by itself.' }],
    elements: () =>
      problem === null
        ? observer.observe(reading(), clock.now())
        : [plainElement(kindOfReader(name), name, problem === STARTING ? 'degraded' : 'failed', problem)],
    async close() {
      stopping.abort();
      await running;
      await current?.close();
    },
  };
}
