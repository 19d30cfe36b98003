/**
 * Writes the boards and alert rules that Grafana is provisioned with: `dashboards/json` (see compose/compose.yaml).
 *
 *   node dist/dashboards/generate.js            write
 *   node dist/dashboards/generate.js --check    write nothing; fail where a file is not what would be written
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ALL_BOARDS } from './all-boards.ts';
import { grafanaAlerts } from './grafana-alerts.ts';

const FOLDER = resolve('dashboards/json');

const files = new Map<string, unknown>([
  ...Object.entries(ALL_BOARDS).map(([name, make]) => [`boards/${name}.json`, make()] as const),
  ['alerting/silence.json', grafanaAlerts()],
]);
const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, content] of files) {
  const file = resolve(FOLDER, name);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (check) {
    if (readIfThere(file) !== text) stale.push(`dashboards/json/${name}`);
    continue;
  }
  mkdirSync(resolve(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
if (stale.length > 0) {
  console.error(`Stale, run \`npm run generate\`: ${stale.join(', ')}`);
  process.exitCode = 1;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
