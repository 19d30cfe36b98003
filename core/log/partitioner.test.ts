import { describe, expect, it } from 'vitest';
import { murmur2, partitionOf } from './partitioner.ts';

describe('partitioner', () => {
  it('equals the values published with the reference implementation', () => {
    // Source: Apache Kafka, UtilsTest.testMurmur2.
    const cases: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ];
    for (const [key, hash] of cases) expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('stays within the partitions for any key', () => {
    for (const key of ['', '방송', 'x'.repeat(1000)]) {
      expect(partitionOf(key, 16)).toBeGreaterThanOrEqual(0);
      expect(partitionOf(key, 16)).toBeLessThan(16);
    }
  });
});
