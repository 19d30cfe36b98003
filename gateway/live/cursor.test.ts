import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

test('a cursor reads as it was written', () => {
  fc.assert(
    fc.property(fc.nat(9_999), fc.integer({ min: 0, max: 999_999_999_999_999 }), (partition, offset) => {
      expect(readCursor(writeCursor({ partition, offset }))).toEqual({ partition, offset });
    }),
  );
});

test('anything else leads nowhere', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readCursor(`x${text}`)).toBeUndefined();
    }),
  );
  for (const text of ['', '1', '1.1', '1.-1.2', '1.1.1.1', '1.1.1e3', '1.1.99999999999999999999', '0.1.1'])
    expect(readCursor(text)).toBeUndefined();
});
