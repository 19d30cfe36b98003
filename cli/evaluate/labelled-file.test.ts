import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readLabelledFile, type LabelledRow } from './labelled-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-labelled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COLUMNS = { text: 'text', label: 'label' };

function read(
  name: string,
  content: string | Uint8Array,
  columns = COLUMNS,
): Promise<readonly LabelledRow[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  return readLabelledFile(file, columns);
}

describe('a labelled table', () => {
  it('of tabs is taken as it stands, quotes and commas too', async () => {
    const rows = await read('a.tsv', 'label\ttext\tmore\r\n1\t"좋아, 정말\tx\r\n0\t별로"예요\r\n');
    expect(rows).toEqual([
      { line: 2, label: '1', text: '"좋아, 정말' },
      { line: 3, label: '0', text: '별로"예요' },
    ]);
  });
  it('of commas may have quoted cells, over several lines too', async () => {
    const rows = await read('a.csv', '\ufefftext,label\n"좋아, ""정말""",1\n"두\n줄",0\n짧은줄\n');
    expect(rows).toEqual([
      { line: 2, label: '1', text: '좋아, "정말"' },
      { line: 4, label: '0', text: '두\n줄' },
      { line: 5, label: '', text: '짧은줄' },
    ]);
  });
  it('may be compressed', async () => {
    const rows = await read('a.tsv.gz', gzipSync('text\tlabel\n좋아요\t1\n'));
    expect(rows).toEqual([{ line: 2, label: '1', text: '좋아요' }]);
  });
  it('may name its columns otherwise', async () => {
    const rows = await read('b.tsv', 'comment\tfeeling\n좋아요\tjoy\n', {
      text: 'comment',
      label: 'feeling',
    });
    expect(rows).toEqual([{ line: 2, label: 'joy', text: '좋아요' }]);
  });
});

describe('a table that cannot be used says why', () => {
  it.each([
    [
      'lacks a column',
      'c.tsv',
      'text\ttag\n좋아요\t1\n',
      'CHATPULSE_COLUMN_MISSING',
      /"label".*"text", "tag"/,
    ],
    ['has no row', 'd.tsv', 'text\tlabel\n', 'CHATPULSE_TABLE_EMPTY', /header line and no row/],
    ['is empty', 'e.tsv', '', 'CHATPULSE_TABLE_EMPTY', /no line/],
    ['has another ending', 'f.json', '{}', 'CHATPULSE_FILE_UNREADABLE', /\.tsv/],
    ['is not compressed', 'g.tsv.gz', 'text\tlabel\n', 'CHATPULSE_FILE_UNREADABLE', /Z_DATA_ERROR/],
    [
      'is cut off',
      'h.tsv.gz',
      gzipSync(`text\tlabel\n${'좋아요\t1\n'.repeat(5_000)}`).subarray(0, 60),
      'CHATPULSE_FILE_UNREADABLE',
      /Z_BUF_ERROR/,
    ],
    ['leaves a quote open', 'i.csv', 'text,label\n"좋아요,1\n', 'CHATPULSE_FILE_UNREADABLE', /Quote/i],
  ] as const)('%s', async (_, name, content, code, message) => {
    await expect(read(name, content)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
  it('is not there', async () => {
    await expect(readLabelledFile(join(folder, 'none.tsv'), COLUMNS)).rejects.toMatchObject({
      code: 'CHATPULSE_FILE_UNREADABLE',
      message: expect.stringContaining('ENOENT'),
    });
  });
});
