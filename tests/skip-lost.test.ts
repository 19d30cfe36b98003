import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openEmbeddedPositions } from '../cli/skip-lost/embedded-positions.ts';
import { describeSkip, type Skip } from '../cli/skip-lost/plan.ts';
import { applySkips, findSkips } from '../cli/skip-lost/skip-lost.ts';
import { verifyFolder } from '../cli/verify/verify-folder.ts';
import type { VerifyReport } from '../cli/verify/report.ts';
import { dataFiles } from '../core/data-folder.ts';
import { createCodec, type ChatpulseEvent } from '../core/events/codec.ts';
import type { GapRecorded } from '../core/events/generated.ts';
import { messageKey } from '../core/events/ids.ts';
import { PARTITIONS } from '../core/events/topics.ts';
import { openLogReader } from '../core/log/embedded/log-reader.ts';
import { partitionOf } from '../core/log/partitioner.ts';
import { NEW_YEAR } from '../core/testing/events.ts';
import { makeDataFolder, type MadeFolder, type RunningPart } from './support/data-folder-maker.ts';
import { FIRST_SHOW, sayMessages } from './support/made-chat.ts';
import { forgetAll, forgetBefore, harm, look } from './support/tamper.ts';

const codec = createCodec();
const PARTITION = partitionOf(FIRST_SHOW, PARTITIONS);
const NOW = NEW_YEAR + 86_400_000;
const folders: string[] = [];
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true })));

/** A watched show of which every part has read two minutes, and only some parts two minutes more. */
async function folderWith(stillRunning: readonly RunningPart[]): Promise<MadeFolder> {
  const folder = makeDataFolder({ now: NEW_YEAR });
  folders.push(folder.dataDir);
  const watch: ChatpulseEvent = {
    type: 'WatchRequested',
    data: {
      channelId: 'twitch-first',
      broadcastId: FIRST_SHOW,
      platform: 'twitch',
      channel: 'first',
      url: 'https://www.twitch.tv/first',
      speed: '1',
      at: NEW_YEAR,
    },
  };
  await folder.appendRecords([
    { topic: 'broadcast.events', key: 'twitch-first', value: codec.encode(watch.type, watch.data) },
  ]);
  await sayMessages(folder, 0, 240);
  await folder.process();
  // In steps, so that what they write has several batches.
  for (let first = 240; first < 480; first += 60) {
    await sayMessages(folder, first, 60);
    await folder.process(stillRunning);
  }
  return folder;
}

async function skip(folder: MadeFolder): Promise<readonly Skip[]> {
  const store = openEmbeddedPositions(folder.dataDir);
  try {
    const skips = await findSkips(store);
    await applySkips(store, skips, { now: NOW });
    expect(await findSkips(store)).toEqual([]);
    return skips;
  } finally {
    await store.close();
  }
}

function gapsIn(folder: MadeFolder): GapRecorded[] {
  const reader = openLogReader(dataFiles(folder.dataDir).log);
  const records = reader
    .partitions()
    .filter(({ topic }) => topic === 'broadcast.events')
    .flatMap(({ topic, partition, start }) =>
      reader.read({ topic, partition, offset: start, maxRecords: 1_000 }),
    );
  reader.close();
  return records
    .map(({ value }) => codec.decode(value))
    .flatMap((event) => (event.type === 'GapRecorded' ? [event.data] : []));
}

/** Two minutes more, by all parts, then a proof, also against everything that was acknowledged. */
async function goOn(folder: MadeFolder): Promise<VerifyReport> {
  await sayMessages(folder, 480, 240);
  await folder.process();
  const ledgerFile = join(folder.dataDir, 'ledger.txt');
  const ids = Array.from({ length: 720 }, (_, i) => `${messageKey(FIRST_SHOW, `m${i}`)}\n`);
  writeFileSync(ledgerFile, ids.join(''));
  const report = await verifyFolder({ dataDir: folder.dataDir, ledgerFile });
  expect(report).toMatchObject({ ok: true, problems: [], pending: {} });
  return report;
}

describe('a part whose next records were deleted before it had read them', () => {
  it.each([
    { part: 'analyze', topic: 'chat.raw', running: [] },
    { part: 'archive', topic: 'chat.analyzed', running: ['analyze', 'windows', 'words', 'metrics'] },
    { part: 'windows', topic: 'chat.analyzed', running: ['analyze', 'words', 'archive'] },
    { part: 'words', topic: 'chat.analyzed', running: ['analyze', 'windows', 'archive', 'metrics'] },
  ] as const)('$part: fails with a code, skips, and goes on', async ({ part, topic, running }) => {
    const folder = await folderWith(running);
    const start = forgetBefore(folder.files.log, { topic, partition: PARTITION }, 350);
    await expect(folder.process()).rejects.toMatchObject({
      code: 'CHATPULSE_OFFSET_OUT_OF_RANGE',
      hint: expect.stringContaining('chatpulse skip-lost'),
    });
    const skips = await skip(folder);
    expect(skips).toMatchObject([{ part, topic, partition: PARTITION, to: start }]);
    expect(skips.map(describeSkip)[0]).toMatch(new RegExp(`^skip {4}${part}, ${topic}/${PARTITION}: `));
    const gaps = gapsIn(folder);
    expect(gaps).toMatchObject([
      { broadcastId: FIRST_SHOW, reason: `deleted before ${part} had read it`, missed: null, at: NOW },
    ]);
    // What is kept begins with the batch that holds message 350, appended with its last at the latest.
    expect(gaps[0]?.from).toBeLessThan(gaps[0]?.to ?? 0);
    expect(gaps[0]?.to).toBeGreaterThan(NEW_YEAR + 240 * 500);
    expect(gaps[0]?.to).toBeLessThanOrEqual(NEW_YEAR + 360 * 500);
    const report = await goOn(folder);
    expect(report.deadLetters).toEqual([
      {
        topic,
        handler: part,
        reason: 'CHATPULSE_OFFSET_OUT_OF_RANGE',
        count: start - (skips[0]?.from ?? 0),
      },
    ]);
  });

  it.each([
    {
      part: 'metrics',
      topic: 'chat.windows',
      rule: 'windows',
      running: ['analyze', 'windows', 'words', 'archive'],
    },
    {
      part: 'archive',
      topic: 'chat.words',
      rule: 'words',
      running: ['analyze', 'windows', 'words', 'metrics'],
    },
  ] as const)(
    '$part of $topic: verify knows what its store cannot have, and nothing else is excused',
    async ({ part, topic, rule, running }) => {
      const folder = await folderWith(running);
      forgetAll(folder.files.log, { topic, partition: PARTITION });
      expect(await skip(folder)).toMatchObject([{ part, topic }]);
      const report = await goOn(folder);
      expect(report.unprovable).toEqual({
        [`${rule} that were deleted from the log before the store had them`]: expect.any(Number),
      });
      expect(report.rules.find((one) => one.rule === rule)?.checked).toBeGreaterThan(2);
    },
  );

  it('a window that the skip does not explain is reported, though nothing of its time was published behind it', async () => {
    const folder = await folderWith(['analyze', 'windows', 'words', 'archive']);
    forgetAll(folder.files.log, { topic: 'chat.windows', partition: PARTITION });
    await skip(folder);
    await goOn(folder);
    // The store had read it, and later ones, before the stretch that it never read.
    const first = look(folder.files.metrics, 'SELECT min(time) FROM point') as number;
    harm(folder.files.metrics, `DELETE FROM point WHERE time = ${first}`);
    const report = await verifyFolder({ dataDir: folder.dataDir });
    expect(report.problems).toMatchObject(
      [10, 60].map((seconds) => ({
        rule: 'windows',
        kind: 'lost',
        what: expect.stringContaining(`${seconds} s window ${new Date(first).toISOString()}`),
      })),
    );
    expect(report.unprovable).toEqual({
      'windows that were deleted from the log before the store had them': expect.any(Number),
    });
  });

  it('without a skip on record verify calls the same a loss', async () => {
    const folder = await folderWith(['analyze', 'windows', 'words', 'archive']);
    forgetAll(folder.files.log, { topic: 'chat.windows', partition: PARTITION });
    const report = await verifyFolder({ dataDir: folder.dataDir });
    expect(report.problems.map(({ rule, kind }) => `${rule} ${kind}`)).toContain('windows lost');
  });

  it('is done again after it was cut short, and then records no gap twice', async () => {
    const folder = await folderWith([]);
    forgetBefore(folder.files.log, { topic: 'chat.raw', partition: PARTITION }, 350);
    const store = openEmbeddedPositions(folder.dataDir);
    const cut = { ...store, store: () => Promise.reject(new Error('cut short')) };
    const skips = await findSkips(store);
    await expect(applySkips(cut, skips, { now: NOW })).rejects.toThrow('cut short');
    expect(await findSkips(store)).toEqual(skips);
    await store.close();
    await skip(folder);
    expect(gapsIn(folder)).toHaveLength(1);
    const report = await goOn(folder);
    expect(report.deadLetters.map(({ count }) => count)).toEqual([skips[0] && skips[0].to - skips[0].from]);
  });
});
