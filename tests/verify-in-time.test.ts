import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyFolder } from '../cli/verify/verify-folder.ts';
import type { VerifyReport } from '../cli/verify/report.ts';
import { messageKey } from '../core/events/ids.ts';
import { NEW_YEAR, progressed } from '../core/testing/events.ts';
import { makeDataFolder, type MadeFolder, type RunningPart } from './support/data-folder-maker.ts';
import {
  FIRST_SHOW,
  madeMessage,
  makeEventfulFolder,
  sayMessages,
  SECOND_SHOW,
} from './support/made-chat.ts';
import { harm } from './support/tamper.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true })));

function kept<F extends MadeFolder>(folder: F): F {
  folders.push(folder.dataDir);
  return folder;
}

function kinds(report: VerifyReport): string[] {
  return [...new Set(report.problems.map(({ rule, kind }) => `${rule}: ${kind}`))];
}

/** Takes back what parts have committed, as if they had been killed before the commit. */
function takeBackCommits(folder: MadeFolder, group: string, topic: string): void {
  harm(
    folder.files.log,
    `DELETE FROM commits WHERE consumer_group = 'chatpulse.${group}' AND topic = '${topic}'`,
  );
}

describe('verify, while the work is under way', () => {
  const PARTS: readonly RunningPart[] = ['analyze', 'windows', 'words', 'archive', 'metrics'];

  it('tells what is not processed yet from what is lost, wherever the parts stand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ messages: fc.integer({ min: 1, max: 150 }), parts: fc.subarray([...PARTS]) }), {
          minLength: 1,
          maxLength: 3,
        }),
        async (steps) => {
          const folder = makeDataFolder({ now: NEW_YEAR });
          try {
            let said = 0;
            for (const { messages, parts } of steps) {
              await sayMessages(folder, said, messages);
              said += messages;
              await folder.process(parts);
              expect((await verifyFolder({ dataDir: folder.dataDir })).problems).toEqual([]);
            }
            await folder.process();
            const report = await verifyFolder({ dataDir: folder.dataDir });
            expect(report).toMatchObject({ problems: [], pending: {} });
            expect(report.rules.find(({ rule }) => rule === 'archived')?.checked).toBe(said);
          } finally {
            rmSync(folder.dataDir, { recursive: true });
          }
        },
      ),
      { numRuns: 5 },
    );
  }, 60_000);

  it('says how much waits for each part', async () => {
    const folder = kept(makeDataFolder({ now: NEW_YEAR }));
    await sayMessages(folder, 0, 300);
    expect((await verifyFolder({ dataDir: folder.dataDir })).pending).toEqual({ analyze: 300 });
    await folder.process(['analyze', 'windows', 'words']);
    const { ok, pending } = await verifyFolder({ dataDir: folder.dataDir });
    expect(ok).toBe(true);
    expect(pending).toMatchObject({ archive: expect.any(Number), metrics: expect.any(Number) });
    expect(pending['archive']).toBeGreaterThanOrEqual(300);
  });

  it('takes records written again after a crash for what they are', async () => {
    const folder = kept(await makeEventfulFolder());
    await folder.process();
    takeBackCommits(folder, 'analyze', 'chat.raw');
    takeBackCommits(folder, 'windows', 'chat.analyzed');
    takeBackCommits(folder, 'words', 'chat.analyzed');
    await folder.process();
    const report = await verifyFolder({ dataDir: folder.dataDir });
    expect(report).toMatchObject({ ok: true, problems: [], pending: {} });
    expect(report.notes['records written again by analyze and skipped by every reader']).toBeGreaterThan(800);
  });

  it('knows that an id may come again beyond the reach of the repeat rule', async () => {
    const folder = kept(makeDataFolder({ now: NEW_YEAR }));
    await folder.append('chat.raw', [madeMessage(0), madeMessage(1)]);
    const still = { type: 'SourceProgress', data: progressed({ broadcastId: FIRST_SHOW }) } as const;
    // m1 comes again at the last offset within reach, m0 beyond.
    await folder.append(
      'chat.raw',
      Array.from({ length: 49_999 }, () => still),
    );
    await folder.append('chat.raw', [madeMessage(1), madeMessage(0), madeMessage(2)]);
    await folder.process();
    const report = await verifyFolder({ dataDir: folder.dataDir });
    expect(report).toMatchObject({ ok: true, problems: [], pending: {} });
    expect(report.notes).toMatchObject({
      'repeats dropped': 1,
      'messages whose id came again and that the archive keeps as they came first': 1,
    });
  });
});

describe('verify with a ledger', () => {
  async function ledgerOf(lines: string): Promise<{ dataDir: string; ledgerFile: string }> {
    const folder = kept(await makeEventfulFolder());
    await folder.process();
    const ledgerFile = join(folder.dataDir, 'ledger.txt');
    writeFileSync(ledgerFile, lines);
    return { dataDir: folder.dataDir, ledgerFile };
  }

  /** Everything that was acknowledged: the repeat, the copy, the erased author's and the removed ones among them. */
  const everything = [
    ...Array.from({ length: 200 }, (_, i) => messageKey(FIRST_SHOW, `m${i}`)),
    messageKey(FIRST_SHOW, 'm150'),
    messageKey(FIRST_SHOW, 'own'),
    messageKey(FIRST_SHOW, 'copy'),
    ...Array.from({ length: 380 }, (_, i) => messageKey(SECOND_SHOW, `m${i + 100}`)),
  ];

  it('accepts every id that was acknowledged, in parts of any size, and a torn last line', async () => {
    const ledger = await ledgerOf(`${everything.join('\n')}\n${FIRST_SHOW}/m2`);
    for (const ledgerPartSize of [undefined, 100]) {
      const report = await verifyFolder({ ...ledger, ...(ledgerPartSize ? { ledgerPartSize } : {}) });
      expect(report.problems).toEqual([]);
      expect(report.rules.find(({ rule }) => rule === 'ledger')?.checked).toBe(everything.length);
    }
  });

  it('catches ids that are nowhere, and names them', async () => {
    const lost = messageKey(FIRST_SHOW, 'never-stored');
    const ledger = await ledgerOf(
      [...everything.slice(0, 300), lost, ...everything.slice(300), ''].join('\n'),
    );
    for (const ledgerPartSize of [undefined, 100]) {
      const report = await verifyFolder({ ...ledger, ...(ledgerPartSize ? { ledgerPartSize } : {}) });
      expect(kinds(report)).toEqual(['ledger: lost']);
      expect(report.problems[0]?.what).toContain(lost);
    }
  });

  it('catches an acknowledged message that is in the log and not in the archive', async () => {
    const ledger = await ledgerOf(`${everything.join('\n')}\n`);
    harm(join(ledger.dataDir, 'archive.db'), `DELETE FROM content WHERE message_id = 'm42'`);
    const report = await verifyFolder(ledger);
    expect(kinds(report)).toEqual(expect.arrayContaining(['archived: lost', 'ledger: lost']));
    expect(report.problems.find(({ rule }) => rule === 'ledger')?.what).toContain(`${FIRST_SHOW}/m42`);
  });

  it('says so where there is no such file', async () => {
    const folder = kept(makeDataFolder({ now: NEW_YEAR }));
    await folder.append('chat.raw', [madeMessage(0)]);
    await expect(
      verifyFolder({ dataDir: folder.dataDir, ledgerFile: join(folder.dataDir, 'none.txt') }),
    ).rejects.toMatchObject({ code: 'CHATPULSE_LEDGER_UNREADABLE' });
  });
});
