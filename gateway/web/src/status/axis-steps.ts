/** Powers of ten that an axis may span above its smallest step. */
const DECADES = 15;

/** The distances that the marks of an axis may have, of which none is finer than `smallest`, a power of ten. */
export function stepsFrom(smallest: number): number[] {
  const exponent = Math.round(Math.log10(smallest));
  return Array.from({ length: DECADES }, (_, index) => exponent + index).flatMap((power) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${power}`)),
  );
}
