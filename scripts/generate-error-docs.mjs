#!/usr/bin/env node
// Makes docs/errors.md from core/error-table.ts (built to dist/). With --check it only tells whether the page is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/errors.md', import.meta.url);
const built = new URL('../dist/core/error-table.js', import.meta.url);
if (!existsSync(built)) {
  console.error('dist/ is missing; run: npm run build:server');
  process.exit(1);
}
const { ERROR_TABLE } = await import(built.href);
const rows = Object.entries(ERROR_TABLE)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, { what, todo, status }]) => `| \`${code}\` | ${what} | ${todo} | ${status} |`);
const text = `# Errors

Every error has a code, says what happened and what to do. Over HTTP it is an RFC 9457 problem
(\`application/problem+json\`) with the members \`code\`, \`title\`, \`detail\` and \`hint\`.
Made from \`core/error-table.ts\` by \`npm run generate\`.

| code | what it means | what to do | HTTP status |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error('docs/errors.md is stale; run: npm run generate');
    process.exit(1);
  }
} else writeFileSync(page, text);
