import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader, BitWriter } from './bits.ts';

/** Numbers of bits before what is looked at, so that it begins anywhere in a byte. */
const lead = fc.integer({ min: 0, max: 24 });

describe('a run of numbers is read as one by one', () => {
  it('where they are Rice-coded gaps, of any size', () => {
    const gaps = fc.array(fc.oneof(fc.nat(100), fc.nat(1 << 14)), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 20 }), lead, (list, rice, before) => {
        const writer = new BitWriter();
        writer.write(1, before);
        for (const gap of list) writer.writeRice(gap, rice);
        writer.write(5, 3);
        const [single, run] = [new BitReader(writer.bytes()), new BitReader(writer.bytes())];
        expect(run.read(before)).toBe(single.read(before));
        const numbers = new Uint32Array(list.length);
        run.readGaps(rice, numbers);
        let number = -1;
        expect([...numbers]).toEqual(list.map(() => (number += single.readRice(rice) + 1)));
        expect([run.read(3), run.exhausted]).toEqual([5, false]);
        run.read(8);
        expect(run.exhausted).toBe(true);
      }),
    );
  });

  it('where they have a sign', () => {
    const width = fc.integer({ min: 2, max: 8 });
    fc.assert(
      fc.property(fc.array(fc.nat(255)), width, lead, (list, bits, before) => {
        const values = list.map((value) => value & ((1 << bits) - 1));
        const writer = new BitWriter();
        writer.write(0, before);
        for (const value of values) writer.write(value, bits);
        const reader = new BitReader(writer.bytes());
        reader.read(before);
        const numbers = new Int8Array(values.length);
        reader.readSigned(bits, 2 ** (bits - 1), numbers);
        expect([...numbers]).toEqual(values.map((value) => value - 2 ** (bits - 1)));
        expect(reader.exhausted).toBe(false);
      }),
    );
  });
});
