import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyFolder } from '../cli/verify/verify-folder.ts';
import type { VerifyReport } from '../cli/verify/report.ts';
import type { DataFiles } from '../core/data-folder.ts';
import { PARTITIONS } from '../core/events/topics.ts';
import { partitionOf } from '../core/log/partitioner.ts';
import { FIRST_SHOW, makeEventfulFolder, SECOND_SHOW } from './support/made-chat.ts';
import {
  copyFolder,
  countWordOnceMore,
  forgetBefore,
  harm,
  rewriteEvents,
  rewriteRecords,
} from './support/tamper.ts';

const FIRST = partitionOf(FIRST_SHOW, PARTITIONS);
const RAW = { topic: 'chat.raw', partition: FIRST };
const ANALYZED = { topic: 'chat.analyzed', partition: FIRST };

const folders: string[] = [];
let whole = '';

beforeAll(async () => {
  const folder = await makeEventfulFolder();
  await folder.process();
  folders.push(folder.dataDir);
  whole = folder.dataDir;
});
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true })));

/** Verifies a copy of the folder after something was done to it. */
async function verifyHarmed(harmIt: (files: DataFiles) => void): Promise<VerifyReport> {
  const copy = copyFolder(whole);
  folders.push(copy.dataDir);
  harmIt(copy.files);
  return verifyFolder({ dataDir: copy.dataDir });
}

function kinds(report: VerifyReport): string[] {
  return [...new Set(report.problems.map(({ rule, kind }) => `${rule}: ${kind}`))];
}

describe('verify', () => {
  it('finds nothing wrong with what the product wrote, and says what it saw', async () => {
    const report = await verifyFolder({ dataDir: whole });
    expect(report.problems).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.pending).toEqual({});
    expect(report.unprovable).toEqual({});
    expect(report.notes).toMatchObject({
      'repeats dropped': 1,
      'copies of shared chat dropped': 1,
      'records of chat.raw set aside as dead letters': 1,
    });
    expect(report.deadLetters).toEqual([
      { topic: 'chat.raw', handler: 'analyze', reason: 'CHATPULSE_RECORD_UNREADABLE', count: 1 },
    ]);
    const checked = Object.fromEntries(report.rules.map((rule) => [rule.rule, rule.checked]));
    expect(checked).toMatchObject({ analyzed: 853, archived: 851, words: 7 });
    expect(checked['windows']).toBeGreaterThan(40);
  });

  describe('catches in the log', () => {
    it('a message that was not analysed', async () => {
      const report = await verifyHarmed(({ log }) =>
        rewriteRecords(log, ANALYZED, (records) =>
          records.map((record, i) => (i === 50 ? (records[49] ?? record) : record)),
        ),
      );
      expect(kinds(report)).toContain('analyzed: lost');
      expect(report.problems[0]).toMatchObject({ ...RAW, offset: 50, messageId: 'm50' });
    });

    it('two messages in the wrong order', async () => {
      const report = await verifyHarmed(({ log }) =>
        rewriteRecords(log, ANALYZED, (records) => {
          const swapped = [...records];
          [swapped[60], swapped[61]] = [swapped[61], swapped[60]] as [never, never];
          return swapped;
        }),
      );
      expect(kinds(report)).toContain('analyzed: lost');
    });

    it('a repeat that was analysed again', async () => {
      const report = await verifyHarmed(({ log }) =>
        // The repeat of m150 stands at offset 200: give its place to what stands behind it.
        rewriteEvents(log, ANALYZED, (event) =>
          event.type === 'MessageAnalyzed' && event.data.rawOffset === 201
            ? { ...event, data: { ...event.data, rawOffset: 200 } }
            : undefined,
        ),
      );
      expect(kinds(report)).toEqual(expect.arrayContaining(['analyzed: doubled', 'analyzed: lost']));
    });

    it('a message at the wrong time, with the minute it was counted in', async () => {
      const report = await verifyHarmed(({ log }) =>
        rewriteEvents(log, ANALYZED, (event) =>
          event.type === 'MessageAnalyzed' && event.data.rawOffset === 119
            ? { ...event, data: { ...event.data, eventTime: event.data.eventTime + 1_000 } }
            : undefined,
        ),
      );
      expect(report.problems[0]).toMatchObject({ rule: 'analyzed', kind: 'misplaced', messageId: 'm119' });
      expect(kinds(report)).toContain('windows: miscounted');
    });

    it('a message in the wrong partition', async () => {
      const elsewhere = { topic: 'chat.analyzed', partition: partitionOf(SECOND_SHOW, PARTITIONS) };
      const report = await verifyHarmed(({ log }) => {
        let moved: Parameters<typeof rewriteRecords>[2] extends (r: infer R) => unknown ? R : never = [];
        rewriteRecords(log, ANALYZED, (records) => (moved = records));
        rewriteRecords(log, elsewhere, (records) =>
          records.map((record, i) =>
            i === 30 ? { ...record, ...moved[30], offset: record.offset } : record,
          ),
        );
      });
      expect(kinds(report)).toEqual(expect.arrayContaining(['log: misplaced', 'analyzed: changed']));
    });

    it('a message that was changed on its way', async () => {
      const report = await verifyHarmed(({ log }) =>
        rewriteEvents(log, ANALYZED, (event) =>
          event.type === 'MessageAnalyzed' && event.data.rawOffset === 70
            ? { ...event, data: { ...event.data, message: { ...event.data.message, text: 'never said' } } }
            : undefined,
        ),
      );
      expect(report.problems[0]).toMatchObject({ rule: 'analyzed', kind: 'changed', messageId: 'm70' });
    });

    it('records that are gone, and records that were damaged later', async () => {
      const gone = await verifyHarmed(({ log }) =>
        harm(
          log,
          'DELETE FROM batches WHERE id = (SELECT min(id) FROM batches WHERE id % 1099511627776 = 40)',
        ),
      );
      expect(kinds(gone)).toContain('log: lost');
      const damaged = await verifyHarmed(({ log }) =>
        harm(
          log,
          `UPDATE batches SET payload = CAST(x'7f' || substr(payload, 2) AS BLOB) WHERE id =
             (SELECT min(id) FROM batches WHERE id % 1099511627776 = 40)`,
        ),
      );
      expect(kinds(damaged)).toContain('log: unreadable');
    });

    it('parts that have read another log', async () => {
      const report = await verifyHarmed(({ archive }) =>
        harm(archive, 'UPDATE position SET next_offset = 99999'),
      );
      expect(kinds(report)).toContain('positions: ahead');
    });
  });

  describe('catches in the archive', () => {
    const where = (id: string): string => `message_id = '${id}' AND id < 2 * 17179869184`;

    it.each<[string, string, string]>([
      ['a lost message', `DELETE FROM content WHERE ${where('m42')}`, 'archived: lost'],
      ['a total that is wrong', 'UPDATE broadcast SET messages = messages + 1', 'archived: miscounted'],
      [
        'a doubled message',
        `INSERT INTO content SELECT id + 100000, author, time, labels, message_id, search, body FROM content WHERE ${where('m42')}`,
        'archived: doubled',
      ],
      [
        'a message at the wrong place',
        `UPDATE content SET id = id + 100000 WHERE ${where('m42')}`,
        'archived: misplaced',
      ],
      [
        'a message with the content of another',
        `UPDATE content SET body = (SELECT body FROM content WHERE ${where('m43')}) WHERE ${where('m42')}`,
        'archived: changed',
      ],
      [
        'a removal that was not carried out',
        `DELETE FROM retracted WHERE kind = 'message'`,
        'retractions: changed',
      ],
      [
        'a sanction that was not carried out',
        `DELETE FROM retracted WHERE kind = 'author'`,
        'retractions: changed',
      ],
      ['a clear that was not carried out', 'DELETE FROM clear', 'retractions: changed'],
      [
        'a removal that nobody asked for',
        `INSERT INTO retracted SELECT id, author, id, time, 'message' FROM content WHERE ${where('m460')}`,
        'retractions: changed',
      ],
      ['a moderator who was not heard', 'DELETE FROM verdict', 'retractions: changed'],
      ['a verdict that nobody gave', 'UPDATE verdict SET hidden = 1', 'retractions: changed'],
      [
        'a message of an erased author',
        `INSERT INTO content SELECT (SELECT no FROM broadcast WHERE id = '${SECOND_SHOW}') * 17179869184 + 3,
           author, time, labels, 'm103', search, body FROM content WHERE ${where('m42')}`,
        'retractions: changed',
      ],
    ])('%s', async (_name, statement, problem) => {
      const report = await verifyHarmed(({ archive }) => harm(archive, statement));
      expect(report.ok).toBe(false);
      expect(kinds(report)).toContain(problem);
    });
  });

  describe('catches in the figures', () => {
    const POINT = 'series = 1 AND time = (SELECT min(time) + 60000 FROM point WHERE series = 1)';

    it.each<[string, string, string]>([
      [
        'a window that counts one more',
        `UPDATE point SET fields = replace(fields, '["messages",20]', '["messages",21]') WHERE ${POINT}`,
        'windows: miscounted',
      ],
      ['a window that is lost', `DELETE FROM point WHERE ${POINT}`, 'windows: lost'],
      [
        'a window at the wrong time',
        `UPDATE point SET time = time + 3600000 WHERE ${POINT}`,
        'windows: invented',
      ],
      [
        'a window that nobody filled',
        `INSERT INTO point SELECT series, time + 864000000, version, fields FROM point WHERE ${POINT}`,
        'windows: invented',
      ],
    ])('%s', async (_name, statement, problem) => {
      const report = await verifyHarmed(({ metrics }) => harm(metrics, statement));
      expect(kinds(report)).toContain(problem);
    });

    it('a word that was counted once more', async () => {
      const report = await verifyHarmed(({ archive }) => countWordOnceMore(archive));
      expect(kinds(report)).toEqual(['words: miscounted']);
      expect(report.problems[0]?.what).toMatch(/should be said \d+ times \(in copies \d+\) and is said \d+/);
    });

    it('a word of which a copy was counted that none was', async () => {
      const report = await verifyHarmed(({ archive }) => countWordOnceMore(archive, 'copied'));
      expect(kinds(report)).toEqual(['words: miscounted']);
      expect(JSON.stringify(report)).toContain('(in copies 1)');
    });

    it('a minute whose words are lost', async () => {
      const report = await verifyHarmed(({ archive }) =>
        harm(archive, 'DELETE FROM words_minute WHERE start = (SELECT min(start) FROM words_minute)'),
      );
      expect(kinds(report)).toEqual(['words: lost']);
    });
  });

  describe('after retention', () => {
    it('says what cannot be proved any more, and fails nothing for it', async () => {
      const report = await verifyHarmed(({ log }) => {
        forgetBefore(log, RAW, 250);
        forgetBefore(log, ANALYZED, 220);
      });
      expect(report.problems).toEqual([]);
      expect(Object.keys(report.unprovable)).toEqual(
        expect.arrayContaining([
          'analysed messages that chat.raw no longer keeps',
          'archived messages that chat.analyzed no longer keeps',
        ]),
      );
      expect(report.rules.find(({ rule }) => rule === 'windows')?.checked).toBeGreaterThan(20);
    });

    it('still catches what the kept log tells', async () => {
      const report = await verifyHarmed(({ log, archive, metrics }) => {
        forgetBefore(log, RAW, 250);
        forgetBefore(log, ANALYZED, 220);
        harm(archive, `DELETE FROM content WHERE message_id = 'm400' AND id < 17179869184 * 2`);
        harm(
          metrics,
          'DELETE FROM point WHERE time = (SELECT max(time) FROM point WHERE series = 1) AND series = 1',
        );
      });
      expect(kinds(report)).toEqual(expect.arrayContaining(['archived: lost', 'windows: lost']));
    });
  });
});
