export interface Line {
  readonly name: string;
  /** At each step of ten seconds, oldest first. */
  readonly values: readonly (number | null)[];
}

/** Three minutes: three canaries are sent meanwhile, and everything else is told more often. */
const STEPS_OF_NOW = 18;

/** As many lines as can be told apart: those that rise highest, in their order. */
export function highestLines(lines: readonly Line[], most: number): readonly Line[] {
  const peak = ({ values }: Line): number => values.reduce<number>((a, b) => Math.max(a, b ?? -1), -1);
  const highest = new Set([...lines].sort((a, b) => peak(b) - peak(a)).slice(0, most));
  return lines.filter((line) => highest.has(line));
}

/** The newest value where it is of the last minutes: an older one says nothing of now. */
export function newestValue(values: Line['values']): number | undefined {
  return values.slice(-STEPS_OF_NOW).findLast((value) => value !== null) ?? undefined;
}
