import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromCommit, toCommit } from './commit-metadata.ts';

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const point = fc.record(
  { offset: count, readTo: count, stamp: fc.oneof(fc.constant(-1), count), at: count },
  { requiredKeys: ['offset', 'readTo', 'stamp'] },
);

it('what a part commits comes back as it was', () => {
  fc.assert(
    fc.property(point, (given) => {
      expect(fromCommit(toCommit('chat.raw', 3, given))).toEqual(given);
    }),
  );
});

it('metadata that is missing or foreign counts as nothing known', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(undefined)), count, (metadata, offset) => {
      const commit = { topic: 'chat.raw', partition: 0, offset, ...(metadata !== undefined && { metadata }) };
      expect(fromCommit(commit)).toMatchObject({
        offset,
        readTo: expect.any(Number),
        stamp: expect.any(Number),
      });
    }),
  );
});
