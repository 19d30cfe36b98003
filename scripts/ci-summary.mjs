#!/usr/bin/env node
// Adds up the reports of all test runs and the steps beside them, and prints the closing line of .ci/run.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const folder = process.argv[2] ?? '.';
const linesOf = (name) => {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
};
/** The beginning of what a test or file failed with: enough to know it again where only the end of the log is kept. */
const reasonOf = (message) =>
  stripVTControlCharacters(message ?? '')
    .split('\n')
    .slice(0, 6)
    .join('\n    ')
    .slice(0, 800);

let passed = linesOf('passed-steps').length;
let failed = 0;
let skipped = 0;
const failures = [];
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
  for (const file of report.testResults) {
    if (file.message !== '') failures.push(`${file.name}\n    ${reasonOf(file.message)}`);
    for (const test of file.assertionResults) {
      if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`);
      if (test.status === 'failed')
        failures.push(`${test.fullName}\n    ${reasonOf(test.failureMessages[0])}`);
    }
  }
}
// A test run that failed is in both lists; a step that failed without a failed test must still count.
const failedSteps = linesOf('failed-steps');
failed = Math.max(failed, failedSteps.length);
// Last, because of a long log often only the end is kept.
for (const failure of failures) console.log(`failed: ${failure}`);
for (const step of failedSteps) console.log(`failed step: ${step}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);
