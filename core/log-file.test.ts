import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile, type LogFile } from './log-file.ts';

let dir: string;
let path: string;
let problems: string[];
let file: LogFile | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-log-'));
  path = join(dir, 'logs', 'chatpulse.log');
  problems = [];
});
afterEach(async () => {
  await file?.close();
  file = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const open = (more: { readonly keep?: number; readonly now?: () => number } = {}): LogFile =>
  (file = openLogFile({ path, maxMb: 1, keep: 2, onProblem: (reason) => problems.push(reason), ...more }));
const line = (index: number): string => `${index} ${'x'.repeat(1_000)}\n`;
const numbersIn = (name: string): number[] =>
  readFileSync(join(dir, 'logs', name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text) => Number(text.split(' ')[0]));

test('a full file is put aside, the newest as .1; only the last ones are kept, and every line of them is there', async () => {
  const log = open();
  const total = 3_600;
  for (let index = 0; index < total; index += 1) log.write(line(index));
  await log.close();
  expect(readdirSync(join(dir, 'logs')).sort()).toEqual([
    'chatpulse.log',
    'chatpulse.log.1',
    'chatpulse.log.2',
  ]);
  const kept = [
    ...numbersIn('chatpulse.log.2'),
    ...numbersIn('chatpulse.log.1'),
    ...numbersIn('chatpulse.log'),
  ];
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => total - kept.length + index));
  expect(kept.length).toBeGreaterThan(2_000);
  expect(problems).toEqual([]);
});

test('a file that an earlier run has filled is put aside, and the last run can still be read', async () => {
  mkdirSync(join(dir, 'logs'));
  writeFileSync(path, line(1).repeat(1_050));
  const log = open();
  log.write(line(2));
  await log.close();
  const again = open();
  again.write(line(3));
  await again.close();
  expect(numbersIn('chatpulse.log.1')).toHaveLength(1_050);
  expect(numbersIn('chatpulse.log')).toEqual([2, 3]);
});

test('a folder that cannot be written is told once, tried again after a while, and what is missing is said', async () => {
  let now = 0;
  writeFileSync(join(dir, 'logs'), 'a file where the folder should be');
  const log = open({ now: () => now });
  for (let index = 0; index < 3; index += 1) log.write(line(index));
  expect(problems).toHaveLength(1);
  rmSync(join(dir, 'logs'));
  log.write(line(3));
  expect(existsSync(path)).toBe(false);
  now = 10_000;
  log.write(line(4));
  await log.close();
  const [first, second] = readFileSync(path, 'utf8').split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ level: 40, lines: 4, msg: 'lines are missing here' });
  expect(second).toMatch(/^4 x/);
});
