import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel, numberOf, numbersOf, sectionOf } from './file.ts';

const content = {
  kind: 'test',
  parameters: { bias: 0.5, list: [1, 2] },
  sections: { weights: Uint8Array.of(1, 2, 3), more: Uint8Array.of(9) },
};

describe('a model file', () => {
  const bytes = encodeModel(content);

  it('gives back what was put in', () => {
    const model = decodeModel('test', bytes, 'test');
    expect(numberOf(model, 'bias')).toBe(0.5);
    expect(numbersOf(model, 'list', 2)).toEqual([1, 2]);
    expect([...sectionOf(model, 'weights')]).toEqual([1, 2, 3]);
    expect([...sectionOf(model, 'more')]).toEqual([9]);
    expect(model.version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is the same bytes each time', () => {
    expect(encodeModel(content)).toEqual(bytes);
  });

  it('is refused when any byte is changed, cut off, of another kind or of another format', () => {
    const invalid = expect.objectContaining({
      code: 'CHATPULSE_MODEL_INVALID',
      message: expect.stringContaining('npm run train'),
    });
    for (let at = 0; at < bytes.length; at += 7) {
      // The length of the header lies outside the checksum; a change there makes the content unreadable or wrong.
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      expect(() => decodeModel('test', damaged, 'test')).toThrow(invalid);
    }
    for (const length of [0, 3, 20, bytes.length - 1])
      expect(() => decodeModel('test', bytes.subarray(0, length), 'test')).toThrow(invalid);
    expect(() => decodeModel('test', bytes, 'other')).toThrow(invalid);
  });

  it('names a parameter or section that is missing', () => {
    const model = decodeModel('test', bytes, 'test');
    expect(() => numberOf(model, 'nothing')).toThrow(/nothing/);
    expect(() => sectionOf(model, 'nothing')).toThrow(/nothing/);
  });
});
