import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile, type LogFile } from '../../core/log-file.ts';
import { readTextLines } from '../text-lines.ts';
import { fileChunks } from './follow-file.ts';

let dir: string;
let path: string;
let stop: AbortController;
let ended: Promise<void> | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-follow-'));
  path = join(dir, 'chatpulse.log');
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await ended;
  rmSync(dir, { recursive: true, force: true });
});

/** Follows the file; `reading` resolves when a line was read, `pausing` keeps the reader at the line it is at. */
function follow(): {
  readonly lines: string[];
  until(line: string): Promise<void>;
  hold(): () => void;
} {
  const lines: string[] = [];
  let tell: () => void = () => undefined;
  let held: Promise<void> = Promise.resolve();
  ended = (async () => {
    for await (const read of readTextLines(fileChunks(path, { follow: true, signal: stop.signal }))) {
      lines.push(...read);
      tell();
      await held;
    }
  })();
  return {
    lines,
    async until(line) {
      while (!lines.includes(line)) await new Promise<void>((resolve) => (tell = resolve));
    },
    hold() {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
  };
}

const rotate = (): void => {
  for (const number of [3, 2, 1]) {
    try {
      renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    } catch {
      // There is none of this number yet.
    }
  }
  renameSync(path, `${path}.1`);
};

test('what is added is read, also after the file was put aside and a new one was begun', async () => {
  writeFileSync(path, 'a\n');
  const { lines, until } = follow();
  await until('a');
  appendFileSync(path, 'b\n');
  await until('b');
  rotate();
  appendFileSync(`${path}.1`, 'late\n');
  writeFileSync(path, 'c\n');
  await until('c');
  expect(lines).toEqual(['a', 'b', 'late', 'c']);
});

test('a reader that is slower than the log misses no file that was put aside meanwhile (it went on with the newest)', async () => {
  writeFileSync(path, 'a\n');
  const { lines, until, hold } = follow();
  const release = hold();
  await until('a');
  for (const line of ['b', 'c', 'd']) {
    rotate();
    writeFileSync(path, `${line}\n`);
  }
  release();
  await until('d');
  expect(lines).toEqual(['a', 'b', 'c', 'd']);
});

test('a reader whose file is no longer kept goes on with the oldest that is', async () => {
  writeFileSync(path, 'a\n');
  const { lines, until, hold } = follow();
  const release = hold();
  await until('a');
  for (const line of ['b', 'c']) {
    rotate();
    writeFileSync(path, `${line}\n`);
  }
  rmSync(`${path}.2`);
  release();
  await until('c');
  expect(lines).toEqual(['a', 'b', 'c']);
});

test('a file that is removed is followed by the next of its name, not by what was put aside long before', async () => {
  writeFileSync(`${path}.1`, 'old\n');
  utimesSync(`${path}.1`, 1, 1);
  writeFileSync(path, 'a\n');
  const { lines, until } = follow();
  await until('a');
  rmSync(path);
  writeFileSync(path, 'b\n');
  await until('b');
  expect(lines).toEqual(['a', 'b']);
});

test('a file that is emptied is read from its start (nothing more was read)', async () => {
  writeFileSync(path, 'a long line\n');
  const { until } = follow();
  await until('a long line');
  truncateSync(path);
  appendFileSync(path, 'new\n');
  await until('new');
});

test('follows the file of the log itself through its rotations, line by line', async () => {
  const openFile = (): LogFile => openLogFile({ path, maxMb: 1, keep: 3, onProblem: () => undefined });
  const total = 2_600;
  const text = (index: number): string => `${index} ${'x'.repeat(1_000)}`;
  const before = openFile();
  before.write(`${text(0)}\n`);
  await before.close();
  const file = openFile();
  const { lines, until } = follow();
  for (let index = 1; index < total; index += 1) file.write(`${text(index)}\n`);
  await until(text(total - 1));
  expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: total }, (_, i) => i));
  await file.close();
});
