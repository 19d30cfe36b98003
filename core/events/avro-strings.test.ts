import avro from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringHook } from './avro-strings.ts';

const SCHEMA: avro.Schema = {
  type: 'record',
  name: 'Line',
  fields: [
    { name: 'text', type: 'string' },
    { name: 'reply', type: ['null', 'string'] },
    { name: 'words', type: { type: 'array', items: 'string' } },
  ],
};

describe('strings in Avro', () => {
  const plain = avro.Type.forSchema(SCHEMA, { wrapUnions: false });
  const wide = avro.Type.forSchema(SCHEMA, { wrapUnions: false, typeHook: stringHook });
  const unit = fc.oneof(
    fc.constantFrom('가', 'ㅋ', 'é', '👋', 'a', '한국어로 조금 긴 문장'),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(''));

  it('are byte for byte what avsc writes', () => {
    fc.assert(
      fc.property(text, fc.option(text), fc.array(text, { maxLength: 5 }), (line, reply, words) => {
        const value = { text: line, reply, words };
        expect(wide.toBuffer(value)).toEqual(plain.toBuffer(value));
        expect(plain.fromBuffer(wide.toBuffer(value))).toEqual(wide.fromBuffer(plain.toBuffer(value)));
      }),
    );
  });

  it('tell how many bytes a buffer lacks, and leave the rest of it alone', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 400 }), (line, room) => {
        const value = { text: line, reply: null, words: [] };
        const buffers = [Buffer.alloc(room, 7), Buffer.alloc(room, 7)] as const;
        expect(wide.encode(value, buffers[0], 0)).toBe(plain.encode(value, buffers[1], 0));
      }),
    );
  });

  it('refuse what is no string', () => {
    expect(() => wide.toBuffer({ text: 5, reply: null, words: [] })).toThrow(/invalid "string"/);
  });
});
