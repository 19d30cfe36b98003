import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzed } from '../../core/testing/events.ts';
import type { ArchivedMessage } from '../../sinks/archive/port.ts';
import { csvRow } from './csv.ts';
import { exportBroadcast } from './export-broadcast.ts';
import { EXPORT_COLUMNS } from './export-row.ts';
import { exportWriter } from './formats.ts';
import { nearestNames } from './nearest.ts';
import { fileOutput, streamOutput, type Output } from './output.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

function archived(overrides: Parameters<typeof analyzed>[0] = {}): ArchivedMessage {
  return { analyzed: analyzed(overrides), removed: null, hidden: false, approved: false };
}

function archiveOf(
  blocks: readonly (readonly ArchivedMessage[])[],
): Parameters<typeof exportBroadcast>[0]['archive'] {
  return {
    totals: async () => ({ messages: blocks.flat().length, removed: 0, firstAt: null, lastAt: null }),
    async *export() {
      yield* blocks;
    },
  };
}

function collecting(): Output & { text: string } {
  const output = {
    text: '',
    write: async (text: string) => {
      output.text += text;
      return true;
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
  return output;
}

/** Reads CSV by the words of RFC 4180, for going there and back. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text) ?? [];
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('csv', () => {
  it('quotes what RFC 4180 asks for, and gives every text back', () => {
    expect(csvRow(['a', 'b,c', 'say "hi"', 'two\nlines', null, 3, true, ['x', 'y']])).toBe(
      'a,"b,c","say ""hi""","two\nlines",,3,true,x y\r\n',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 }), (cells) => {
        const guarded = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
        expect(parseCsv(csvRow(cells))).toEqual([guarded]);
      }),
    );
  });

  it('lets no text begin as a formula, and leaves figures alone', () => {
    for (const text of ['=1+1', '+82', '-1', '@sum', '\tx', '\rx']) expect(csvRow([text])).toMatch(/^"?'/);
    expect(csvRow([-1, 'a=b'])).toBe('-1,a=b\r\n');
  });
});

describe('export', () => {
  it('writes a message a row, in the order of the archive', async () => {
    const output = collecting();
    const rows = await exportBroadcast({
      archive: archiveOf([
        [archived({ message: { messageId: 'm1', text: '안녕 "친구", 반가워' }, positive: 0.3333333 })],
        [{ ...archived({ message: { messageId: 'm2' } }), removed: { at: 0, kind: 'author' }, hidden: true }],
      ]),
      broadcastId: 'b',
      writer: exportWriter('jsonl'),
      output,
      knownBroadcasts: () => [],
    });
    expect(rows).toBe(2);
    const [first, second] = output.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({
      id: 'm1',
      text: '안녕 "친구", 반가워',
      removed: false,
      positive: 0.3333,
      words: ['hello'],
    });
    expect(second).toMatchObject({
      id: 'm2',
      removed: true,
      removedKind: 'author',
      removedAt: '1970-01-01T00:00:00.000Z',
      hidden: true,
    });
    expect(Object.keys(first ?? {})).toEqual(EXPORT_COLUMNS.map(({ name }) => name));
    expect(
      Object.keys(first ?? {})
        .slice(0, 12)
        .join(),
    ).toBe('id,broadcast,platform,author,authorId,sentAt,text,masked,removed,profanity,sentiment,emotion');
  });

  it('begins a CSV with its columns, and with a byte order mark where asked', async () => {
    const output = collecting();
    await exportBroadcast({
      archive: archiveOf([[archived({ message: { text: '=HYPERLINK("x")' } })]]),
      broadcastId: 'b',
      writer: exportWriter('csv', { bom: true }),
      output,
      knownBroadcasts: () => [],
    });
    expect(output.text.startsWith('\ufeffid,broadcast,')).toBe(true);
    expect(parseCsv(output.text.slice(1))[1]?.[6]).toBe(`'=HYPERLINK("x")`);
  });

  it('names the most alike broadcasts where there is none of this id', async () => {
    const run = (broadcastId: string, known: string[]): Promise<number> =>
      exportBroadcast({
        archive: archiveOf([]),
        broadcastId,
        writer: exportWriter('csv'),
        output: collecting(),
        knownBroadcasts: () => known,
      });
    await expect(run('twich-foo', ['youtube-x', 'twitch-foo', 'demo'])).rejects.toMatchObject({
      code: 'CHATPULSE_BROADCAST_UNKNOWN',
      message: expect.stringContaining('twitch-foo'),
    });
    await expect(run('quiet', ['quiet'])).resolves.toBe(0);
    expect(nearestNames('foo', ['fob', 'a-long-foo-name', 'zzz'], 2)).toEqual(['a-long-foo-name', 'fob']);
  });

  it('waits for a slow reader instead of holding everything', async () => {
    const stream = new PassThrough({ highWaterMark: 1024 });
    let given = 0;
    const blocks = Array.from({ length: 50 }, (_, i) => [
      archived({ message: { messageId: `m${i}`, text: 'x'.repeat(2000) } }),
    ]);
    const done = exportBroadcast({
      archive: {
        ...archiveOf(blocks),
        async *export() {
          for (const block of blocks) {
            given += 1;
            yield block;
          }
        },
      },
      broadcastId: 'b',
      writer: exportWriter('jsonl'),
      output: streamOutput(stream),
      knownBroadcasts: () => [],
    });
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(given).toBeLessThan(5);
    stream.resume();
    expect(await done).toBe(50);
  });

  it('stops without a word when its reader is gone', async () => {
    const stream = new PassThrough();
    const output = streamOutput(stream);
    stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await new Promise(setImmediate);
    const blocks = [[archived()], [archived()]];
    expect(
      await exportBroadcast({
        archive: archiveOf(blocks),
        broadcastId: 'b',
        writer: exportWriter('csv'),
        output,
        knownBroadcasts: () => [],
      }),
    ).toBe(0);
  });

  it('moves a file to its place when it is whole, and leaves nothing of one that is not', async () => {
    const file = join(folder, 'chat.jsonl');
    const whole = fileOutput(file);
    await whole.write('one\n');
    expect(readdirSync(folder)).toEqual(['chat.jsonl.part']);
    await whole.finish();
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    const broken = fileOutput(join(folder, 'broken'));
    await broken.write('half');
    await broken.abandon();
    expect(readdirSync(folder)).toEqual(['chat.jsonl']);
    expect(() => fileOutput(join(folder, 'no', 'such', 'folder'))).toThrow('cannot be written');
  });
});
