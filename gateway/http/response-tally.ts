import type { ResponseFigures } from '../../core/health/resources.ts';
import type { ToldResponse } from './request-watch.ts';

/** How many answers went out, how many of them late, and how many that told of an error of ours. */
export function createResponseTally(): {
  readonly count: (response: ToldResponse) => void;
  readonly figures: () => ResponseFigures;
} {
  let responses = 0;
  let slowResponses = 0;
  let failedResponses = 0;
  return {
    count({ slow, failed }) {
      responses += 1;
      if (slow) slowResponses += 1;
      if (failed) failedResponses += 1;
    },
    figures: () => ({ responses, slowResponses, failedResponses }),
  };
}
