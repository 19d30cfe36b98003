/** Extras of a line of the script. */
export interface LineExtras {
  /** A name by which replies and removals refer to the line. */
  readonly mark?: string;
  /** The mark of the line that it answers. */
  readonly reply?: string;
  /** Korean won that come with it. */
  readonly won?: number;
  readonly membership?: true;
  readonly action?: true;
  /** Silence before the line (ms), instead of the pace of the scene. */
  readonly pause?: number;
}

/** Somebody says something. */
export type SaidLine = readonly [author: string, text: string, extras?: LineExtras];

/** What the platform does: removes the marked message, or times an author out. */
export type PlatformAct =
  | { readonly remove: string; readonly pause?: number }
  | { readonly timeout: string; readonly seconds: number; readonly pause?: number };

export interface Scene {
  /** Mean time between two lines, in ms. */
  readonly pace: number;
  readonly lines: readonly (SaidLine | PlatformAct)[];
}

export function isSaid(line: SaidLine | PlatformAct): line is SaidLine {
  return Array.isArray(line);
}
