import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAudience } from './audience.ts';

it.each([
  [
    { broadNo: 290_080_510, currentSumViewer: 158 },
    { broadcastNo: '290080510', watching: 158 },
  ],
  [
    { broadNo: '290080510', currentSumViewer: '0' },
    { broadcastNo: '290080510', watching: 0 },
  ],
  [{ broadNo: 1, currentSumViewer: -3 }, undefined],
  [{ broadNo: 1, currentSumViewer: 1.5 }, undefined],
  [{ broadNo: 1 }, undefined],
  [{ currentSumViewer: 5 }, undefined],
  [{}, undefined],
  [undefined, undefined],
])('%o is understood as %o', (body, expected) => {
  expect(parseAudience(body)).toEqual(expected);
});

it('is a count of a broadcast or unknown, whatever is answered, and never throws', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('broadNo', 'currentSumViewer', 'x'), fc.jsonValue()),
      (body) => {
        const told = parseAudience(body);
        expect(told === undefined || (Number.isSafeInteger(told.watching) && told.watching >= 0)).toBe(true);
      },
    ),
  );
});
