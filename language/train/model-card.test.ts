import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KindReading } from './evaluate-chat.ts';
import { chatTable, writeCard, writeChat } from './model-card.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const card = (): string => readFileSync(join(folder, 'README.md'), 'utf8');
const reading = (language: 'ko' | 'en', kind: string, read: number): KindReading => {
  return { language, kind, lines: 10, read, as: { negative: 1, neutral: 7, positive: 2 } };
};

describe('the table of chat', () => {
  it('has a line for each kind, and nothing where a language has no such lines', () => {
    const lines = chatTable([
      reading('ko', 'greeting', 9),
      reading('en', 'greeting', 8),
      reading('en', 'foreign', 3),
    ]);
    expect(lines.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
      ['', 'kind', 'Korean: read', '- / 0 / +', 'English: read', '- / 0 / +', ''],
      ['', '--------', '------------', '---------', '-------------', '---------', ''],
      ['', 'greeting', '9 of 10', '1 / 7 / 2', '8 of 10', '1 / 7 / 2', ''],
      ['', 'foreign', '', '', '3 of 10', '1 / 7 / 2', ''],
    ]);
  });
});

describe('a card', () => {
  it('of a new folder gets both tables, and each is written anew in its place', () => {
    writeCard(folder, { 'sentiment-en': { rows: 3 } });
    writeChat(folder, [reading('en', 'greeting', 1)]);
    writeCard(folder, { 'sentiment-en': { rows: 4 } });
    writeChat(folder, [reading('en', 'greeting', 2)]);
    expect(card().match(/rows \d|\d of 10/g)).toEqual(['rows 4', '2 of 10']);
  });

  it('that has lost one of its marks is not written', () => {
    writeChat(folder, [reading('en', 'greeting', 1)]);
    writeFileSync(join(folder, 'README.md'), card().replace('<!-- end of chat -->', ''));
    expect(() => {
      writeChat(folder, [reading('en', 'greeting', 2)]);
    }).toThrow(/lost the lines/);
  });
});
