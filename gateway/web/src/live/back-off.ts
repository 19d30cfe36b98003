const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before connection attempt `attempt` (1 is the first after a loss): doubling from half a second to 30 s,
 * of which a random half is spared so that pages do not come back all at once. `random` is 0 to 1.
 */
export function backOff(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(full * (0.5 + random / 2));
}
