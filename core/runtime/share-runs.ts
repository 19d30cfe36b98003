/**
 * Makes a task that many may ask for at once: everyone gets a run that begins after they asked, and at most one runs
 * while one more waits, however many ask.
 */
export function shareRuns(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  function run(): Promise<void> {
    waiting = undefined;
    const mine = task().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  }
  return () => {
    if (!running) return run();
    waiting ??= running.then(run, run);
    return waiting;
  };
}
