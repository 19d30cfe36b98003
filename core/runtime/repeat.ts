import type { Clock } from '../clock.ts';

/** Calls each task again and again, every so many ms; answers how to stop them all. */
export function repeat(
  clock: Clock,
  tasks: readonly (readonly [ms: number, task: () => void])[],
): () => void {
  const cancels = new Set<() => void>();
  for (const [ms, task] of tasks) {
    let cancel: () => void = () => undefined;
    const again = (): void => {
      cancels.delete(cancel);
      cancel = clock.after(ms, () => {
        again();
        task();
      });
      cancels.add(cancel);
    };
    again();
  }
  return () => {
    for (const cancel of cancels) cancel();
    cancels.clear();
  };
}
