/** How an overlay looks, as the query of its address says. */
export interface OverlayOptions {
  /** px of the text. */
  readonly size: number;
  /** Newest lines kept in sight. */
  readonly lines: number;
  /** Seconds until a line fades; 0: it stays until newer ones push it out. */
  readonly fade: number;
  readonly background: OverlayBackground;
}

export const OVERLAY_BACKGROUNDS = ['transparent', 'dark', 'light'] as const;
export type OverlayBackground = (typeof OVERLAY_BACKGROUNDS)[number];

export const DEFAULT_OVERLAY: OverlayOptions = { size: 24, lines: 12, fade: 0, background: 'transparent' };

/** The least and the most of what is a number. */
export const OVERLAY_BOUNDS = {
  size: [10, 96],
  lines: [1, 50],
  fade: [0, 600],
} as const satisfies Partial<Record<keyof OverlayOptions, readonly [number, number]>>;

type NumberName = keyof typeof OVERLAY_BOUNDS;

/** Options of a query; what is missing or makes no sense is as usual, what is too much is as much as can be. */
export function readOverlayOptions(search: string): OverlayOptions {
  const query = new URLSearchParams(search);
  const numberOf = (name: NumberName): number => {
    const text = query.get(name)?.trim() ?? '';
    return /^\d+$/.test(text) ? boundOverlay(name, Number(text)) : DEFAULT_OVERLAY[name];
  };
  const background = OVERLAY_BACKGROUNDS.find((one) => one === query.get('background'));
  return {
    size: numberOf('size'),
    lines: numberOf('lines'),
    fade: numberOf('fade'),
    background: background ?? DEFAULT_OVERLAY.background,
  };
}

/** A whole number within the bounds of an option. */
export function boundOverlay(name: NumberName, value: number): number {
  const [least, most] = OVERLAY_BOUNDS[name];
  return Math.min(most, Math.max(least, Math.round(value)));
}

/** The address of an overlay; options that are as usual are left out of it. */
export function overlayAddress(page: string, options: OverlayOptions): string {
  const query = new URLSearchParams();
  for (const name of ['size', 'lines', 'fade', 'background'] as const)
    if (options[name] !== DEFAULT_OVERLAY[name]) query.set(name, String(options[name]));
  return query.size === 0 ? page : `${page}?${query.toString()}`;
}
