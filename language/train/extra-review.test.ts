import { describe, expect, it } from 'vitest';
import type { ExtraRow } from './extra-file.ts';
import { deduplicate, likelyLabelErrors, type Labelled } from './extra-review.ts';
import { englishReader } from './reader.ts';

const row = (line: number, text: string, label: string): ExtraRow => ({
  line,
  text,
  task: 'emotion',
  label,
});

describe('texts that occur more than once', () => {
  it('are learned once, or not at all where their labels differ', () => {
    const rows = [
      row(2, 'so good', 'joy'),
      row(3, 'So  GOOD ', 'joy'),
      row(4, 'what', 'surprise'),
      row(5, 'what', 'anger'),
      row(6, 'alone', 'sadness'),
    ];
    const { rows: kept, duplicates } = deduplicate(rows, () => false);
    expect(kept.map(({ line }) => line)).toEqual([2, 6]);
    expect(duplicates).toEqual([
      { text: 'so good', lines: [2, 3], labels: ['joy'] },
      { text: 'what', lines: [4, 5], labels: ['surprise', 'anger'] },
    ]);
  });

  it('are left out where the data of the product holds them', () => {
    const rows = [row(2, 'New  text', 'joy'), row(3, 'OLD text', 'joy')];
    const { rows: kept, known } = deduplicate(rows, (_, text) => text === 'old text');
    expect([kept.map(({ line }) => line), known]).toEqual([[2], [3]]);
  });
});

const SUBJECTS = ['stream', 'game', 'song', 'team', 'boss', 'clip', 'show', 'match', 'video', 'song choice'];
const texts = (words: readonly string[], label: number): Labelled[] =>
  SUBJECTS.flatMap((subject) => words.map((word) => ({ text: `this ${subject} is ${word}`, label })));

describe('a label that the other texts speak against', () => {
  const good = texts(['wonderful', 'really wonderful', 'a wonderful thing'], 0);
  const bad = texts(['horrible', 'really horrible', 'a horrible thing'], 1);

  it('is found, and the right ones are not', () => {
    const slip = { text: 'this evening is really wonderful', label: 1 };
    const all = [...good.slice(0, 12), slip, ...bad.slice(0, 12)];
    const trusted = [...good.slice(12), ...bad.slice(12)];
    const found = likelyLabelErrors(all, { classes: 2, read: englishReader(), trusted });
    expect(found.map(({ at, said, others }) => ({ at, said, others }))).toEqual([
      { at: 12, said: 1, others: 0 },
    ]);
  });
});
