/** Waits for Ctrl+C or SIGTERM. */
export function untilStopped(): { readonly stopped: Promise<'stopped'>; readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stopped = new Promise<'stopped'>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => {
        controller.abort();
        resolve('stopped');
      });
  });
  return { stopped, signal: controller.signal };
}
