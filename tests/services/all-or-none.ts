/** What was started and can be stopped. */
interface Stoppable {
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Waits for all that are being started. Where one fails, those that did start are stopped, however long they took, and
 * the first error is thrown: whoever asked for all of them would know of none.
 */
export async function allOrNone<T extends readonly Stoppable[]>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  try {
    return (await Promise.all(starting)) as unknown as T;
  } catch (error) {
    const ends = await Promise.allSettled(starting);
    await Promise.all(
      ends.map((end) => (end.status === 'fulfilled' ? (end.value as Stoppable).stop('SIGKILL') : undefined)),
    );
    throw error;
  }
}
