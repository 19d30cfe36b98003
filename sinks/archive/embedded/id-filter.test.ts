import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeHashes, encodeIds, hashId, IdFilter, ordinalsByHash } from './id-filter.ts';

it('names the segment of every id that was added, and forgets a segment that was taken apart', () => {
  const filter = new IdFilter();
  // More segments than one block of bits holds.
  const idsOf = (segment: number): string[] => Array.from({ length: 50 }, (_, i) => `${segment}-${i}`);
  for (let segment = 1; segment <= 70; segment++) filter.add(segment, encodeIds(idsOf(segment)).hashes);
  for (let segment = 1; segment <= 70; segment++)
    for (const id of idsOf(segment)) expect(filter.candidates(hashId(id))).toContain(segment);
  filter.remove(40);
  for (const id of idsOf(40)) expect(filter.candidates(hashId(id))).not.toContain(40);
});

it('names hardly any segment for ids that were not added', () => {
  const filter = new IdFilter();
  const ids = Array.from({ length: 4096 }, (_, i) => `known-${i}`);
  for (let segment = 1; segment <= 32; segment++)
    filter.add(segment, encodeIds(ids.map((id) => `${segment}${id}`)).hashes);
  let named = 0;
  for (let i = 0; i < 2000; i++) named += filter.candidates(hashId(`absent-${i}`)).length;
  expect(named).toBeLessThan(40);
});

it('finds ordinals by hash in the blob of a segment', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), (ids) => {
      const { blob, hashes } = encodeIds(ids);
      for (const [ordinal, id] of ids.entries()) expect(ordinalsByHash(blob, hashId(id))).toContain(ordinal);
      expect([...decodeHashes(blob)]).toEqual([...Uint32Array.from(hashes).sort()]);
    }),
  );
});
