import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineSplitter, type RecordedLine } from './lines.ts';

function split(chunks: readonly Uint8Array[]): RecordedLine[] {
  const splitter = createLineSplitter();
  const lines = chunks.flatMap((chunk) => splitter.split(Buffer.from(chunk)));
  const last = splitter.end();
  return last ? [...lines, last] : lines;
}

it('finds the same lines however the bytes are cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '가', '😀', '\n', '\r\n', ' ') });
  fc.assert(
    fc.property(text, fc.array(fc.nat(20)), (content, cuts) => {
      const bytes = Buffer.from(content);
      const chunks: Buffer[] = [];
      let at = 0;
      for (const cut of cuts) {
        chunks.push(bytes.subarray(at, at + cut));
        at += cut;
      }
      chunks.push(bytes.subarray(at));
      const expected = content.split('\n').flatMap((line, index) => {
        const plain = line.replace(/\r$/, '');
        return plain.trim() === '' ? [] : [[index + 1, plain]];
      });
      expect(split(chunks).map((line) => [line.number, line.text])).toEqual(expected);
    }),
  );
});

it('keeps no more than a part of a line without end', () => {
  const splitter = createLineSplitter();
  for (let chunk = 0; chunk < 64; chunk += 1) splitter.split(Buffer.alloc(64 * 1024, 'x'));
  const line = splitter.end();
  expect(line?.text).toBeUndefined();
  expect(line?.reason).toBe(`line of ${4 * 1024 * 1024} bytes`);
  expect(line?.bytes.length).toBe(1024 * 1024);
});

it('leaves out a byte order mark', () => {
  expect(split([Buffer.from('\ufeff{}\n')])[0]?.text).toBe('{}');
});
