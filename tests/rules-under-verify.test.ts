import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { rebuildArchive } from '../cli/rebuild/rebuild-archive.ts';
import { rebuildWindows } from '../cli/rebuild/rebuild-windows.ts';
import { rebuildWords } from '../cli/rebuild/rebuild-words.ts';
import { verifyFolder } from '../cli/verify/verify-folder.ts';
import { NEW_YEAR, rulesChanged } from '../core/testing/events.ts';
import { dumpArchive } from '../sinks/archive/dump.ts';
import { openEmbeddedArchive } from '../sinks/archive/embedded/embedded-archive.ts';
import { dumpMetrics } from '../sinks/metrics/dump.ts';
import { makeDataFolder, type MadeFolder } from './support/data-folder-maker.ts';
import { FIRST_SHOW, madeMessage } from './support/made-chat.ts';
import { harm } from './support/tamper.ts';

const folders: MadeFolder[] = [];
afterAll(() => folders.forEach(({ dataDir }) => rmSync(dataDir, { recursive: true })));

function rule(version: number, mask: readonly string[]): Parameters<MadeFolder['append']>[1] {
  return [{ type: 'RulesChanged', data: rulesChanged({ channelId: 'twitch-first', version, mask }) }];
}

const messages = (from: number, to: number): Parameters<MadeFolder['append']>[1] =>
  Array.from({ length: to - from }, (_, index) => madeMessage(from + index));

function stored({ files }: MadeFolder): readonly string[] {
  return [...dumpArchive(files.archive), ...dumpMetrics(files.metrics)];
}

/** What was archived of two of the texts, by the version of the rules. */
async function saidUnder({ files }: MadeFolder): Promise<Map<number, Set<string>>> {
  const archive = openEmbeddedArchive({ file: files.archive });
  const said = new Map<number, Set<string>>();
  for (let after = -1; ;) {
    const { items, more } = await archive.messages({ broadcastId: FIRST_SHOW, limit: 500, after });
    for (const { analyzed } of items) {
      after = analyzed.rawOffset;
      if (!/boss|song/.test(analyzed.message.text)) continue;
      said.set(analyzed.rulesVersion, (said.get(analyzed.rulesVersion) ?? new Set()).add(analyzed.masked));
    }
    if (!more) break;
  }
  await archive.close();
  return said;
}

it('what was analysed under rules that have changed since stays as it was: nothing is wrong, and a rebuild is the same', async () => {
  const folder = makeDataFolder({ now: NEW_YEAR });
  folders.push(folder);
  await folder.append('chat.raw', messages(0, 200));
  await folder.process();
  await folder.append('moderation.rules', rule(1, ['boss']));
  await folder.append('chat.raw', messages(200, 400));
  await folder.process();
  await folder.append('moderation.rules', rule(2, ['song']));
  // As after a kill: everything is analysed a second time, under rules that were not there the first time.
  harm(folder.files.log, `DELETE FROM commits WHERE consumer_group = 'chatpulse.analyze'`);
  await folder.append('chat.raw', messages(400, 600));
  await folder.process();

  const before = stored(folder);
  expect(await saidUnder(folder)).toEqual(
    new Map([
      [0, new Set(['boss boss boss', 'lovely song'])],
      [1, new Set(['**** **** ****', 'lovely song'])],
      [2, new Set(['boss boss boss', 'lovely ****'])],
    ]),
  );
  const report = await verifyFolder({ dataDir: folder.dataDir });
  expect(report.problems).toEqual([]);
  expect(report.ok).toBe(true);
  for (const rebuild of [rebuildArchive, rebuildWindows, rebuildWords]) {
    await rebuild({ dataDir: folder.dataDir });
    expect(stored(folder)).toEqual(before);
  }
});

it('a change of rules that cannot be read is told of as a dead letter', async () => {
  const folder = makeDataFolder({ now: NEW_YEAR });
  folders.push(folder);
  await folder.append('chat.raw', messages(0, 50));
  await folder.appendRecords([
    { topic: 'moderation.rules', key: 'twitch-first', value: Buffer.from('no event') },
  ]);
  await folder.process();
  const report = await verifyFolder({ dataDir: folder.dataDir });
  expect(report.deadLetters).toEqual([
    { topic: 'moderation.rules', handler: 'analyze', reason: 'CHATPULSE_RECORD_UNREADABLE', count: 1 },
  ]);
});
