/** An author's colour in each theme, as CSS colours. */
export interface AuthorColour {
  readonly dark: string;
  readonly light: string;
}

type Rgb = readonly [number, number, number];

/** The grounds on which names stand: the brightest of the dark theme, the darkest of the light one. */
export const NAME_GROUNDS = { dark: '#20262d', light: '#eef1f3' } as const;

/** WCAG 2.2, success criterion 1.4.3: normal text needs 4.5:1. */
export const MINIMUM_CONTRAST = 4.5;

const HUES = 24;

/** Relative luminance of an sRGB colour (WCAG 2.2, definition of "relative luminance"). */
function luminance([r, g, b]: Rgb): number {
  const linear = (channel: number): number => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(parseHex(a)), luminance(parseHex(b))].sort((x, y) => x - y) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function toHex(hue: number, saturation: number, lightness: number): string {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12;
    const value = lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The most saturated lightness of a hue that still reads on the ground, searched away from it in steps of 1 %. */
function legible(hue: number, theme: 'dark' | 'light'): string {
  const step = theme === 'dark' ? 0.01 : -0.01;
  let lightness = theme === 'dark' ? 0.58 : 0.46;
  let colour = toHex(hue, 0.62, lightness);
  while (contrast(colour, NAME_GROUNDS[theme]) < MINIMUM_CONTRAST && lightness > 0.05 && lightness < 0.95) {
    lightness += step;
    colour = toHex(hue, 0.62, lightness);
  }
  return colour;
}

/** All colours an author can have: hues evenly round the wheel. */
export const AUTHOR_COLOURS: readonly AuthorColour[] = Array.from({ length: HUES }, (_, index) => {
  const hue = (index * 360) / HUES;
  return { dark: legible(hue, 'dark'), light: legible(hue, 'light') };
});

/** 32-bit FNV-1a hash (Fowler, Noll, Vo) of the UTF-16 units of a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The colour of an author: the same on every visit and in every browser. */
export function authorColour(author: string): AuthorColour {
  return AUTHOR_COLOURS[hashText(author) % HUES] as AuthorColour;
}
