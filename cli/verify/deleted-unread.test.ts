import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeletedUnread, type DeletedUnread, type WindowPlace } from './deleted-unread.ts';

/** The windows of one broadcast, one minute after the other. */
function windowAt(index: number): WindowPlace {
  return { broadcastId: 'b', sizeMs: 60_000, start: index * 60_000, closedBy: 10 * index };
}

/** What is made of windows in the order of closing: `s` the store has it, `-` it has not, `l` as `-` but cannot be taken. */
function judge(windows: string, options: Parameters<typeof createDeletedUnread>[0]): string {
  const deleted: DeletedUnread = createDeletedUnread(options);
  const refused = new Set<number>();
  [...windows].forEach((letter, index) => {
    if (letter === 's') deleted.stored(windowAt(index));
    else if (!deleted.missing(windowAt(index))) refused.add(index);
  });
  const { explained, lost } = deleted.settle();
  const reported = new Set([...lost.map(({ start }) => start / 60_000), ...refused]);
  const judged = [...windows]
    .map((letter, i) => (letter === 's' ? 's' : reported.has(i) ? 'L' : '-'))
    .join('');
  expect(explained).toBe([...judged].filter((letter) => letter === '-').length);
  return judged;
}

/** Published behind the last stretch: everything from this place on. */
const behindFrom = (index: number) => (window: WindowPlace) => window.start >= index * 60_000;

describe('windows that a store does not have', () => {
  it('one stretch explains one run, the one that nothing read before it follows', () => {
    const options = { stretches: 1, isBehind: behindFrom(8), behindIsWhole: true };
    expect(judge('ssss----ss', options)).toBe('ssss----ss');
    expect(judge('s-ss----ss', options)).toBe('sLss----ss');
    // The stretch held nothing that closed.
    expect(judge('s-ssssssss', options)).toBe('sLssssssss');
    expect(judge('ssss----s-', options)).toBe('ssss----sL');
  });

  it('where what followed is deleted too, one run for each stretch is the most that can be', () => {
    const options = { stretches: 1, isBehind: () => false, behindIsWhole: false };
    expect(judge('s-ss----ss', options)).toBe('sLss----ss');
    expect(judge('s-ss----ss', { ...options, stretches: 2 })).toBe('s-ss----ss');
  });

  it('without a stretch on record nothing is explained', () => {
    expect(judge('s-s', { stretches: 0, isBehind: () => false, behindIsWhole: true })).toBe('sLs');
  });

  it('nothing that a stretch took is reported, and with the rest kept nothing else is excused', () => {
    const lengths = fc.array(fc.nat(4), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(lengths, fc.boolean(), (parts, behindIsWhole) => {
        // Read and deleted unread by turns, and read at the end.
        const read = parts.length % 2 === 0 ? [...parts, 1] : parts;
        const windows = read.map((length, i) => (i % 2 === 0 ? 's' : '-').repeat(length)).join('');
        const lastRead = read.at(-1) ?? 0;
        const isBehind = behindIsWhole ? behindFrom(windows.length - lastRead) : () => false;
        const options = { stretches: (read.length - 1) / 2, isBehind, behindIsWhole };
        expect(judge(windows, options)).toBe(windows);
        // A window that was read before the only stretch, and later ones with it, is no part of it.
        const [first = 0] = read;
        if (read.length === 3 && behindIsWhole && first > 1)
          expect(judge(`-${windows.slice(1)}`, options)).toBe(`L${windows.slice(1)}`);
      }),
    );
  });
});
