#!/usr/bin/env node
// Makes docs/metrics.md from core/telemetry/catalogue.ts (built to dist/). With --check it only tells whether the page is
// stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/metrics.md', import.meta.url);
const built = (name) => new URL(`../dist/core/telemetry/${name}.js`, import.meta.url).href;
if (!existsSync(new URL(built('catalogue')))) {
  console.error('dist/ is missing; run: npm run build:server');
  process.exit(1);
}
const { CATALOGUE, TAGS } = await import(built('catalogue'));
const { prometheusName } = await import(built('prometheus'));
const code = (text) => `\`${text}\``;
const rows = Object.entries(CATALOGUE).map(
  ([name, { kind, unit, tags, meaning }]) =>
    `| ${code(`chatpulse.${name}`)} | ${code(prometheusName(name))} | ${kind} | ${unit} | ${tags.map(code).join(' ')} | ${meaning} |`,
);
const tagRows = Object.entries(TAGS).map(
  ([tag, { most, meaning }]) => `| ${code(tag)} | ${most} | ${meaning} |`,
);
const text = `# Metrics

What every process tells of its own health. Made from \`core/telemetry/catalogue.ts\` by \`npm run generate\`.

- **StatsD**: with \`CHATPULSE_STATSD=host:port\` every process sends its figures over UDP every two seconds, with the
  tags \`role\` and \`process\` besides those below. Counters are sent as what they grew by, gauges when they
  have changed and at least every six seconds, of a timing at most 24 durations of each series: a fair sample, so that
  percentiles and mean are right and its count is not.
- **InfluxDB**: Telegraf writes each as a measurement with \`_\` for dots into the database \`chatpulse_health\`, with the
  tag \`metric_type\` and the field \`value\`, timings with \`mean\`, \`50_percentile\`, \`95_percentile\`, \`99_percentile\` and more.
- **Prometheus**: \`/metrics\` of a gateway, and of a role at \`CHATPULSE_HEALTH_PORT\`. Timings are histograms. The
  figures that the library knows of a Node.js process (\`process_…\`, \`nodejs_…\`) stand beside them.

| StatsD | Prometheus | kind | unit | tags | meaning |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## Tags

A process keeps so many values of a tag of a metric apart; what comes after them is told as \`other\`.

| tag | values | meaning |
| --- | --- | --- |
${tagRows.join('\n')}
`;
if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error('docs/metrics.md is stale; run: npm run generate');
    process.exit(1);
  }
} else writeFileSync(page, text);
