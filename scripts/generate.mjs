// Everything that is generated, in order: the types of the events, then, with the server built anew, the tables of errors
// of faults and of metrics, and the boards of Grafana.
// Arguments are those of generate-events.mjs (`--release`, `--check`).
import { spawnSync } from 'node:child_process';

const args = process.argv.slice(2);
const checkOnly = args.filter((arg) => arg === '--check');
const steps = [
  ['node', ['scripts/generate-events.mjs', ...args]],
  ['npm', ['run', '--silent', 'build:server']],
  ['node', ['scripts/generate-error-docs.mjs', ...checkOnly]],
  ['node', ['scripts/generate-fault-matrix.mjs', ...checkOnly]],
  ['node', ['scripts/generate-metric-docs.mjs', ...checkOnly]],
  ['node', ['dist/dashboards/generate.js', ...checkOnly]],
];
for (const [command, commandArgs] of steps) {
  const { status } = spawnSync(command, commandArgs, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
