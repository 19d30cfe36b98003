import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readExtra, type ExtraColumns, type ExtraTable } from './extra-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-extra-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EMOTION: ExtraColumns = { text: 'text', label: 'label', task: 'emotion' };

function read(name: string, content: string | Uint8Array, columns = EMOTION): ExtraTable {
  const file = join(folder, name);
  writeFileSync(file, content);
  return readExtra(file, columns);
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('a table of labelled texts', () => {
  it('is read with the line of each text and one name a class', () => {
    const { rows } = read('a.csv', 'text,label\n신난다,기쁨\n"무섭다, 정말",FEAR\n그냥 그래,neutral\n');
    expect(rows).toEqual([
      { line: 2, text: '신난다', task: 'emotion', label: 'joy' },
      { line: 3, text: '무섭다, 정말', task: 'emotion', label: 'fear' },
      { line: 4, text: '그냥 그래', task: 'emotion', label: 'peace' },
    ]);
  });

  it('may say its task line by line', () => {
    const { rows } = read('b.csv', 'task,text,label\nsentiment,좋아요,1\nprofanity,나쁜 말,1\n', {
      ...EMOTION,
      task: undefined,
    });
    expect(rows.map(({ task, label }) => [task, label])).toEqual([
      ['sentiment', 'positive'],
      ['profanity', 'profane'],
    ]);
  });

  it('may be packed, and have columns of other names', () => {
    const bytes = gzipSync('comment\tfeeling\nhe said "no"\tanger\n');
    const { rows } = read('c.tsv.gz', bytes, { text: 'comment', label: 'feeling', task: 'emotion' });
    expect(rows).toMatchObject([{ text: 'he said "no"', label: 'anger' }]);
  });

  it('tells the lines that lack something', () => {
    expect(read('d.csv', 'text,label\n,joy\n좋다,\n좋다,joy\n')).toMatchObject({
      empty: [2, 3],
      rows: [{ line: 4 }],
    });
  });

  it('gives back any text as it was written', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => each.trim() !== '' && !each.includes('\r'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
        const content = `text,label\n${texts.map((each) => `${quoted(each)},joy\n`).join('')}`;
        expect(read('e.csv', content).rows.map((row) => row.text)).toEqual(texts.map((each) => each.trim()));
      }),
    );
  });

  it('never fails without a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        try {
          read('f.csv', content);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^CHATPULSE_/) });
        }
      }),
    );
  });
});

describe('a table that cannot be used is refused', () => {
  it.each([
    ['CHATPULSE_FILE_UNREADABLE', 'x.xlsx', 'text,label\n', EMOTION],
    ['CHATPULSE_FILE_UNREADABLE', 'x.csv.gz', 'no gzip', EMOTION],
    ['CHATPULSE_FILE_UNREADABLE', 'open.csv', 'text,label\n"never closed,joy\n', EMOTION],
    ['CHATPULSE_COLUMN_MISSING', 'x.csv', 'text,feeling\n좋다,joy\n', EMOTION],
    ['CHATPULSE_TASK_UNKNOWN', 'x.csv', 'text,label\n좋다,joy\n', { ...EMOTION, task: undefined }],
    ['CHATPULSE_TASK_UNKNOWN', 'x.csv', 'text,label\n좋다,joy\n', { ...EMOTION, task: 'mood' }],
    ['CHATPULSE_LABEL_UNKNOWN', 'x.csv', 'text,label\n좋다,joi\n', EMOTION],
    ['CHATPULSE_TABLE_EMPTY', 'x.csv', '', EMOTION],
    ['CHATPULSE_TABLE_EMPTY', 'x.csv', 'text,label\n', EMOTION],
  ] as const)('%s: %s %j', (code, name, content, columns) => {
    expect(() => read(name, content, columns)).toThrowError(expect.objectContaining({ code }));
  });

  it('with the lines and the names that are known', () => {
    expect(() => read('g.csv', 'text,label\n좋다,joy\n나쁘다,joi\n')).toThrow(/"joi" in line 3 .*joy/);
  });

  it('when it is not there', () => {
    expect(() => readExtra(join(folder, 'nowhere.csv'), EMOTION)).toThrowError(
      expect.objectContaining({ code: 'CHATPULSE_FILE_UNREADABLE' }),
    );
  });
});
