import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { verifyFolder } from '../../cli/verify/verify-folder.ts';
import { openLogFile } from '../../core/log/embedded/log-file.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import { TOPICS } from '../../core/events/topics.ts';
import { NEW_YEAR, progressed } from '../../core/testing/events.ts';
import { runCommand } from '../faults/server-process.ts';
import { makeDataFolder, reopenDataFolder, type MadeFolder } from '../support/data-folder-maker.ts';
import { madeMessage } from '../support/made-chat.ts';
import { startStack, type Stack } from './stack.ts';

const HOUR = 3_600_000;
const DAYS = 30;
const MESSAGES_A_DAY = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-copied-'));
let stack: Stack | undefined;
afterAll(async () => {
  await stack?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A show of a thousand messages an evening, for a month; the first days are older than the log is kept. */
async function makeMonth(): Promise<MadeFolder> {
  const made = makeDataFolder({ now: NEW_YEAR });
  for (let day = 0; day < DAYS; day += 1) {
    const broadcastId = `twitch-first-202601${String(day + 1).padStart(2, '0')}T000000000Z`;
    const begin = NEW_YEAR + day * 24 * HOUR;
    for (let i = 0; i < MESSAGES_A_DAY; i += 100) {
      made.now = begin + (i + 99) * 500;
      await made.append(
        'chat.raw',
        Array.from({ length: 100 }, (_, n) => {
          const eventTime = begin + (i + n) * 500;
          return madeMessage(i + n, { broadcastId, eventTime, receivedAt: eventTime, sentAt: eventTime });
        }),
      );
    }
    made.now = begin + MESSAGES_A_DAY * 500 + 1_000;
    await made.append('chat.raw', [
      {
        type: 'SourceProgress',
        data: progressed({ broadcastId, eventTime: made.now, receivedAt: made.now, final: true }),
      },
    ]);
  }
  await made.process();
  return made;
}

const DAY_MS = 86_400_000;

function dropOldest(made: MadeFolder, before: number): void {
  const file = openLogFile({ file: made.files.log, topics: TOPICS, now: Date.now });
  file.deleteExpired(before + DAY_MS, 1, 1_000_000);
  file.close();
}

it(
  'a month of log copied to Kafka and back: verified on both ends, record for record the same',
  { timeout: 600_000 },
  async () => {
    const made = await makeMonth();
    // chat.analyzed was written when the parts ran: only chat.raw has lost its beginning, as after a long pause.
    dropOldest(made, NEW_YEAR + 5 * 24 * HOUR);
    expect((await verifyFolder({ dataDir: made.dataDir })).problems).toEqual([]);
    // The month lies far back, and nothing may be deleted for being old.
    stack = await startStack({ env: { CHATPULSE_RETENTION_DAYS: '36500' } });
    const { env } = stack;
    const kafka = env['CHATPULSE_LOG'] ?? '';

    const there = await runCommand(['copy-log', `embedded:${made.dataDir}`, kafka], { env });
    expect(there, there.stderr).toMatchObject({ code: 0 });
    expect(there.stdout).toContain('Both logs hold the same');
    const sinks = stack.start('sinks');
    await sinks.ready;
    // Nobody looked for alerts in what was made.
    await stack.caughtUp(['alerts']);
    await sinks.stop();
    const verified = await stack.verify({ ledger: false });
    expect(verified.problems).toEqual([]);
    expect(verified.rules.find(({ rule }) => rule === 'archived')?.checked).toBe(DAYS * MESSAGES_A_DAY);

    const again = await runCommand(['copy-log', `embedded:${made.dataDir}`, kafka], { env });
    expect(again.stdout).toContain('Copied 0 records');

    const back = join(folder, 'back');
    const home = await runCommand(['copy-log', kafka, `embedded:${back}`], { env });
    expect(home, home.stderr).toMatchObject({ code: 0 });
    await reopenDataFolder(back).process();
    const atHome = await verifyFolder({ dataDir: back });
    expect(atHome.problems).toEqual([]);
    expect(recordsOf(back)).toEqual(recordsOf(made.dataDir));
  },
);

/** Every kept record of the topics that were copied, but for what `process` added to the end. */
function recordsOf(dataDir: string): unknown {
  const reader = openLogReader(join(dataDir, 'log.db'));
  const ranges = reader
    .partitions()
    .map(({ topic, partition, start, next }) => [topic, partition, start, next]);
  const raw = reader
    .partitions()
    .filter(({ topic, next }) => topic === 'chat.raw' && next > 0)
    .flatMap(({ topic, partition, start }) =>
      reader
        .read({ topic, partition, offset: start, maxRecords: 100_000 })
        .map(({ offset, appendTime, key }) => [partition, offset, appendTime, key]),
    );
  reader.close();
  return { ranges, raw };
}
