import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTextLines } from './text-lines.ts';

async function linesOf(chunks: readonly Buffer[]): Promise<string[]> {
  async function* stream(): AsyncIterable<Buffer> {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const block of readTextLines(stream())) lines.push(...block);
  return lines;
}

describe('readTextLines', () => {
  it('keeps empty lines, both line ends, and separators that belong to a message', async () => {
    expect(await linesOf([Buffer.from('a\n\nb\r\nc\u2028d\re\n')])).toEqual(['a', '', 'b', 'c\u2028d\re']);
    expect(await linesOf([Buffer.from('no end')])).toEqual(['no end']);
    expect(await linesOf([])).toEqual([]);
  });

  it('gives the same lines however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r]/.test(text)),
          { minLength: 1 },
        ),
        fc.array(fc.nat(), { maxLength: 10 }),
        async (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const places = [
            0,
            ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
            bytes.length,
          ];
          const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
          expect(await linesOf(chunks)).toEqual(lines);
        },
      ),
    );
  });
});
