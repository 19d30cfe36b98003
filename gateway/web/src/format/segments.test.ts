import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countGraphemes, segmentText } from './segments.ts';

describe('segmentText', () => {
  it('leaves a text without marks whole', () => {
    expect(segmentText('안녕하세요', [], [])).toEqual([{ kind: 'text', text: '안녕하세요', start: 0 }]);
    expect(segmentText('', [], [])).toEqual([]);
  });

  it('cuts masks and emotes out in reading order', () => {
    const text = 'Kappa 나쁜말 이네';
    const segments = segmentText(
      text,
      [{ start: 6, end: 9, reason: 'insult' }],
      [{ id: '25', name: 'Kappa', start: 0, end: 5 }],
    );
    expect(segments).toEqual([
      { kind: 'emote', text: 'Kappa', start: 0, id: '25' },
      { kind: 'text', text: ' ', start: 5 },
      { kind: 'masked', text: '나쁜말', start: 6, reason: 'insult' },
      { kind: 'text', text: ' 이네', start: 9 },
    ]);
  });

  it('lets a mask win over an emote that it touches', () => {
    const segments = segmentText(
      'abcdef',
      [{ start: 2, end: 4, reason: 'x' }],
      [{ id: '1', name: 'abc', start: 0, end: 3 }],
    );
    expect(segments.map((segment) => segment.kind)).toEqual(['text', 'masked', 'text']);
  });

  it('never loses or doubles a character, whatever the offsets', () => {
    const span = fc.record({
      start: fc.integer({ min: -5, max: 40 }),
      end: fc.integer({ min: -5, max: 40 }),
    });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(span), fc.array(span), (text, masks, emotes) => {
        const segments = segmentText(
          text,
          masks.map((mask) => ({ ...mask, reason: 'r' })),
          emotes.map((emote) => ({ ...emote, id: '1', name: 'e' })),
        );
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        for (const segment of segments) expect(text.startsWith(segment.text, segment.start)).toBe(true);
      }),
    );
  });
});

describe('countGraphemes', () => {
  it('counts as a reader does', () => {
    expect(countGraphemes('가나다')).toBe(3);
    expect(countGraphemes('👩‍👩‍👧x')).toBe(2);
    expect(countGraphemes('')).toBe(0);
  });
});
