/**
 * Damps the sum over the features of a long text: evidence repeats itself, so n features count as fewer.
 * @param emitted features of the text
 * @param mean features of an average training text
 */
export function lengthScale(emitted: number, mean: number): number {
  return ((emitted + 1) / mean) ** -0.35;
}
