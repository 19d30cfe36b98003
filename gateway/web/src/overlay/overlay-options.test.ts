import { describe, expect, it } from 'vitest';
import { DEFAULT_OVERLAY, overlayAddress, readOverlayOptions } from './overlay-options.ts';

describe('the options of an overlay', () => {
  it('are those of the address', () => {
    expect(readOverlayOptions('?size=32&lines=5&fade=20&background=dark')).toEqual({
      size: 32,
      lines: 5,
      fade: 20,
      background: 'dark',
    });
  });

  it('are as usual where the address says nothing or nonsense, and never beyond their bounds', () => {
    expect(readOverlayOptions('')).toEqual(DEFAULT_OVERLAY);
    expect(readOverlayOptions('?size=big&lines=-3&fade=1e9&background=url(x)')).toEqual(DEFAULT_OVERLAY);
    expect(readOverlayOptions('?size=5000&lines=0&fade=99999')).toMatchObject({
      size: 96,
      lines: 1,
      fade: 600,
    });
  });

  it('come back from the address made of them', () => {
    const options = { size: 40, lines: 3, fade: 15, background: 'light' } as const;
    const address = overlayAddress('http://host/broadcasts/x/overlay', options);
    expect(readOverlayOptions(new URL(address).search)).toEqual(options);
    expect(overlayAddress('http://host/x', DEFAULT_OVERLAY)).toBe('http://host/x');
  });
});
