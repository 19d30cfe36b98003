/** Progress lines on standard error, at most one a second. */
export function progress(label: string, total: number): (done: number) => void {
  const started = performance.now();
  let last = 0;
  return (done) => {
    const now = performance.now();
    if (done < total && now - last < 1000) return;
    last = now;
    const seconds = ((now - started) / 1000).toFixed(0);
    const line = `${label}: ${((100 * done) / total).toFixed(0)} % (${seconds} s)`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${done >= total ? '\n' : '   '}`);
    else if (done >= total) process.stderr.write(`${line}\n`);
  };
}
