import { afterEach } from 'vitest';
import { Harness, type HarnessOptions } from './harness.ts';

/** Begins harnesses in the tests of one file; each is closed after its test. */
export function startsHarnesses(): (options?: HarnessOptions) => Promise<Harness> {
  const running: Harness[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((harness) => harness.close()));
  });
  return async (options) => {
    const harness = await Harness.start(options);
    running.push(harness);
    return harness;
  };
}
