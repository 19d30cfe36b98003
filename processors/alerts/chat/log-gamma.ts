/** Above this Stirling's series is exact to eleven digits. */
const LARGE = 8;

/**
 * The logarithm of the gamma function for x > 0: Stirling's series for large x, and the recurrence below (Abramowitz and
 * Stegun 1964, 6.1.41 and 6.1.15).
 */
export function logGamma(x: number): number {
  let shift = 0;
  let large = x;
  for (; large < LARGE; large += 1) shift += Math.log(large);
  const inverse = 1 / large ** 2;
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / large;
  return (large - 0.5) * Math.log(large) - large + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
