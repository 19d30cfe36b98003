#!/usr/bin/env node
// Makes docs/fault-matrix.md from tests/platforms/fault-matrix.ts (built to dist/). With --check it only tells whether the page is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/fault-matrix.md', import.meta.url);
const { faultMatrixPage } = await import(
  new URL('../dist/tests/platforms/fault-matrix.js', import.meta.url).href
);
const text = faultMatrixPage();
if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error('docs/fault-matrix.md is stale; run: npm run generate');
    process.exit(1);
  }
} else writeFileSync(page, text);
