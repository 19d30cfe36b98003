/** The longest that a timer of Node takes, ms. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Keeps the process alive while `work` is under way. Node ends a process that has no socket and no timer that holds it,
 * and the timers of the system's clock hold none: while every server is away, what waits for its next try is all there
 * is, and without this the process would end between two tries, with exit code 13 and no word of why.
 */
export async function stayAlive<T>(work: () => Promise<T>): Promise<T> {
  const hold = setInterval(() => undefined, LONGEST_MS);
  try {
    return await work();
  } finally {
    clearInterval(hold);
  }
}
