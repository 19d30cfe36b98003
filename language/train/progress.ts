/** Between two lines where they are kept: in a file, or the log of a build. */
const KEPT_EVERY_MS = 30_000;

/** Progress on standard error: on a terminal at most once a second in one line, elsewhere a line each half minute. */
export function progress(label: string, total: number): (done: number) => void {
  const started = performance.now();
  let last = started;
  return (done) => {
    const now = performance.now();
    const every = process.stderr.isTTY ? 1000 : KEPT_EVERY_MS;
    if (done < total && now - last < every) return;
    last = now;
    const seconds = ((now - started) / 1000).toFixed(0);
    const line = `${label}: ${((100 * done) / total).toFixed(0)} % (${seconds} s)`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${done >= total ? '\n' : '   '}`);
    else process.stderr.write(`${line}\n`);
  };
}
