import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessagePosted } from '../core/events/generated.ts';
import { makeChannelId } from '../core/events/ids.ts';
import { nextRun, planReplay } from '../producers/replay/plan.ts';
import { createReplaySource } from '../producers/replay/source.ts';
import { RELATIVE_BASE } from '../producers/replay/time.ts';
import { createSupervisor, type Supervisor } from '../producers/supervisor.ts';
import { pino } from 'pino';
import { codec, createStage, type Stage } from './platforms/supervised.ts';

const NAME = 'show.jsonl';
const DAY = '2025-03-01T20:00:';

let stage: Stage;
let dataDir: string;
let supervisors: Supervisor[];

function path(name = NAME): string {
  return join(dataDir, 'recordings', name);
}

async function record(lines: readonly (string | Buffer)[], name = NAME): Promise<void> {
  const bytes = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
  await writeFile(path(name), name.endsWith('.gz') ? gzipSync(bytes) : bytes);
}

function message(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields);
}

async function start(): Promise<Supervisor> {
  const supervisor = await stage.supervise([createReplaySource({ dataDir })]);
  supervisors.push(supervisor);
  return supervisor;
}

async function replay(speed = 'max', run = 1, name = NAME): Promise<string[]> {
  const plan = await planReplay({ path: path(name), name, run });
  const broadcastId = plan.broadcasts[0]?.broadcastId ?? '';
  const url = `replay:${name}`;
  await stage.watch({
    channelId: makeChannelId('replay', name),
    broadcastId,
    platform: 'replay',
    channel: name,
    url,
    speed,
  });
  return plan.broadcasts.map((planned) => planned.broadcastId);
}

async function untilOver(times = 1): Promise<void> {
  await stage.until(async () => (await stage.all('WatchStopped')).length === times);
}

async function messagesOf(broadcastId: string): Promise<MessagePosted[]> {
  return (await stage.all('MessagePosted')).filter((posted) => posted.broadcastId === broadcastId);
}

beforeEach(async () => {
  stage = createStage();
  supervisors = [];
  dataDir = await mkdtemp(join(tmpdir(), 'chatpulse-replay-'));
  await mkdir(join(dataDir, 'recordings'));
});

afterEach(async () => {
  stage.failure = undefined;
  for (const supervisor of supervisors) await supervisor.stop();
  await rm(dataDir, { recursive: true });
});

describe('a replay', () => {
  it('makes one broadcast of each channel, begins, ends and stops them in order', async () => {
    await record([
      message({ id: 'a1', author: 'Ada', authorId: '7', time: `${DAY}01Z`, text: '안녕', channel: 'one' }),
      message({ author: 'Ben', time: `${DAY}02Z`, text: 'hi', channel: 'two/한글' }),
      message({ author: 'Ada', time: `${DAY}03Z`, text: 'bye', channel: 'one', colour: 'ignored' }),
    ]);
    await start();
    const [one = '', two = ''] = await replay();
    await untilOver();
    expect(one).toMatch(/^replay-one-[0-9a-f]{8}-1$/);
    expect(two).toMatch(/^replay-two-[0-9a-f]{10}-[0-9a-f]{8}-1$/);
    expect(await messagesOf(one)).toMatchObject([
      {
        messageId: 'a1',
        author: { id: '7', name: 'Ada', identifiable: true },
        text: '안녕',
        platform: 'replay',
      },
      { messageId: 'line-3', author: { id: 'Ada', name: 'Ada' }, text: 'bye' },
    ]);
    expect(await messagesOf(two)).toMatchObject([{ messageId: 'line-2', sentAt: Date.parse(`${DAY}02Z`) }]);
    expect((await stage.events('broadcast.events')).map((event) => event.type)).toEqual([
      'WatchRequested',
      'BroadcastStarted',
      'BroadcastStarted',
      'SourceConnected',
      'SourceConnected',
      'BroadcastEnded',
      'BroadcastEnded',
      'WatchStopped',
    ]);
    for (const id of [one, two]) {
      const own = (await stage.all('SourceProgress')).filter((progress) => progress.broadcastId === id);
      expect(own.at(-1)).toMatchObject({ final: true, clock: 'recorded' });
    }
  });

  it('puts aside every line that is no message, with its number, and goes on', async () => {
    await record([
      message({ text: 'good 1' }),
      '{"text": ',
      Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      message({ author: 'no text' }),
      message({ text: 'x'.repeat(1_100_000) }),
      '[1]',
      '',
      message({ text: 'good 2', time: 'whenever', id: 12, author: { odd: true } }),
    ]);
    await start();
    const [id = ''] = await replay();
    await untilOver();
    expect((await messagesOf(id)).map((posted) => [posted.messageId, posted.text])).toEqual([
      ['line-1', 'good 1'],
      ['12', 'good 2'],
    ]);
    const letters = await stage.records('chat.raw.dlq');
    expect(letters.map((letter) => letter.headers['dead-letter-position'])).toEqual(
      [2, 3, 4, 5, 6].map((line) => `line ${line}`),
    );
    expect(letters[0]?.value.toString()).toBe('{"text": ');
  });

  it('has the same times at any speed and in any run', async () => {
    await record(
      [3, 1, 4, 1, 5, 59, 2, 6].map((second, index) =>
        message({
          time: `${DAY}${String(second).padStart(2, '0')}Z`,
          text: `t${index}`,
          channel: index % 2 ? 'b' : 'a',
        }),
      ),
    );
    await start();
    const times: number[][] = [];
    for (const [index, speed] of ['max', '1', '10'].entries()) {
      const ids = await replay(speed, index + 1);
      await stage.pass(60_000, 20);
      await untilOver(index + 1);
      const messages = (await Promise.all(ids.map(messagesOf))).flat();
      expect(messages).toHaveLength(8);
      times.push(messages.map((posted) => posted.eventTime));
    }
    expect(times[1]).toEqual(times[0]);
    expect(times[2]).toEqual(times[0]);
    const ofA = (times[0] ?? []).slice(0, 4).map((time) => (time - Date.parse(`${DAY}00Z`)) / 1_000);
    expect(ofA).toEqual([3, 4, 5, 5]);
  });

  it('keeps the pace of the recording, and jumps its silences', async () => {
    const at = (ms: number, text: string): string => message({ time: ms, text });
    await record([at(0, 'a'), at(2_000, 'b'), at(3_600_000, 'c'), at(3_601_000, 'd')]);
    await start();
    const [id = ''] = await replay('1');
    await stage.until(async () => (await messagesOf(id)).length === 1);
    await stage.pass(1_500, 10);
    expect(await messagesOf(id)).toHaveLength(1);
    await stage.pass(700, 10);
    await stage.until(async () => (await messagesOf(id)).length === 3);
    await stage.pass(1_200, 10);
    await untilOver();
    expect((await messagesOf(id)).map((posted) => posted.eventTime - RELATIVE_BASE)).toEqual([
      0, 2_000, 3_600_000, 3_601_000,
    ]);
    const jump = (await stage.all('SourceProgress')).find((progress) => !progress.final);
    expect(jump?.eventTime).toBe(RELATIVE_BASE + 3_600_000);
  });

  it('is resumed after a crash: nothing lost, nothing doubled, the same times', async () => {
    const count = 13_000;
    await record(
      Array.from({ length: count }, (_, index) =>
        message({
          id: index % 3 ? `id-${index}` : undefined,
          time: 1_000 * (index % 7) + 10 * index,
          text: `t${index}`,
          channel: `c${index % 3}`,
        }),
      ),
      'show.jsonl.gz',
    );
    const appended: number[] = [];
    let crashAfter = 9;
    const crashing = createSupervisor({
      // The process that crashes: after some appends nothing of it reaches the log any more.
      log: {
        ...stage.log,
        append: async (records) => {
          crashAfter -= 1;
          if (crashAfter < 0) return new Promise(() => undefined);
          appended.push(records.length);
          return stage.log.append(records);
        },
        subscribe: (options) => stage.log.subscribe({ ...options, group: 'crashing' }),
      },
      codec,
      sources: [createReplaySource({ dataDir })],
      clock: stage.clock,
      logger: pino({ level: 'silent' }),
    });
    await crashing.start();
    const ids = await replay('max', 1, 'show.jsonl.gz');
    await stage.until(() => crashAfter < 0);
    const before = (await stage.all('MessagePosted')).length;
    expect(before).toBeGreaterThan(1_000);
    expect(before).toBeLessThan(count);
    await start();
    await untilOver();
    const resumed = await Promise.all(ids.map(messagesOf));
    expect(resumed.flat()).toHaveLength(count);
    for (const messages of resumed)
      expect(new Set(messages.map((posted) => posted.messageId)).size).toBe(messages.length);
    expect(await stage.all('GapRecorded')).toEqual([]);

    const again = await replay('max', 2, 'show.jsonl.gz');
    await untilOver(2);
    const whole = await Promise.all(again.map(messagesOf));
    const timeline = (messages: readonly MessagePosted[]): unknown[] =>
      messages.map((posted) => [posted.messageId, posted.eventTime]);
    expect(resumed.map(timeline)).toEqual(whole.map(timeline));
  }, 60_000);

  it('waits for the log instead of reading on', async () => {
    await record(Array.from({ length: 20_000 }, (_, index) => message({ text: `t${index}` })));
    const supervisor = await start();
    const [id = ''] = await replay();
    await stage.until(() => supervisor.status().length === 1);
    stage.failure = new Error('away');
    await stage.pass(2_000, 10);
    expect(supervisor.status()[0]?.buffered).toBeLessThan(4_000);
    stage.failure = undefined;
    await stage.pass(5_000, 20);
    await untilOver();
    expect(await messagesOf(id)).toHaveLength(20_000);
  }, 60_000);

  it('fails when the recording is gone or has changed', async () => {
    await record([message({ text: 'a' })]);
    await start();
    await stage.watch({
      channelId: 'replay-x',
      broadcastId: 'replay-x-12345678-1',
      platform: 'replay',
      channel: 'nothing.jsonl',
    });
    await untilOver(1);
    await stage.watch({
      channelId: 'replay-y',
      broadcastId: 'replay-show-12345678-1',
      platform: 'replay',
      channel: NAME,
    });
    await untilOver(2);
    expect(
      (await stage.all('WatchStopped')).map((stopped) => stopped.reason.split(':').slice(0, 2).join(':')),
    ).toEqual(
      expect.arrayContaining(['failed: CHATPULSE_RECORDING_UNKNOWN', 'failed: CHATPULSE_RECORDING_UNUSABLE']),
    );
  });
});

describe('the plan of a replay', () => {
  it('tells what a recording holds', async () => {
    await record([
      message({ time: 5_000, text: 'a' }),
      'junk',
      message({ time: 1_000, text: 'b', channel: 'x' }),
    ]);
    const plan = await planReplay({ path: path(), run: 3 });
    expect(plan).toMatchObject({
      lines: 3,
      invalidLines: 1,
      firstTime: RELATIVE_BASE + 1_000,
      lastTime: RELATIVE_BASE + 5_000,
      sorted: false,
    });
    expect(plan.broadcasts.map((planned) => planned.channel)).toEqual(['show', 'x']);
    expect(plan.broadcasts[0]?.broadcastId).toMatch(/^replay-show-[0-9a-f]{8}-3$/);
  });

  it('reads what a compressed recording held before it broke off', async () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, index) => `${message({ text: `t${index * 7919}` })}\n`,
    ).join('');
    const zipped = gzipSync(lines);
    await writeFile(path('cut.jsonl.gz'), zipped.subarray(0, zipped.length / 2));
    const plan = await planReplay({ path: path('cut.jsonl.gz') });
    expect(plan.lines).toBeGreaterThan(10_000);
    expect(plan.lines).toBeLessThan(50_000);
  });

  it('refuses what holds no message', async () => {
    await record(['junk', '{}']);
    await expect(planReplay({ path: path() })).rejects.toMatchObject({
      code: 'CHATPULSE_RECORDING_UNUSABLE',
    });
    await writeFile(path('empty.jsonl'), '');
    await expect(planReplay({ path: path('empty.jsonl') })).rejects.toMatchObject({
      code: 'CHATPULSE_RECORDING_UNUSABLE',
    });
    await expect(planReplay({ path: path('none') })).rejects.toMatchObject({
      code: 'CHATPULSE_RECORDING_UNUSABLE',
    });
  });

  it('counts the runs of one file', () => {
    const planned = 'replay-show-0123abcd-1';
    expect(nextRun(planned, [])).toBe(1);
    expect(
      nextRun(planned, ['replay-show-0123abcd-1', 'replay-show-0123abcd-12', 'replay-show-ffffffff-40']),
    ).toBe(13);
  });
});

it('gives out no file but those that lie in the recordings folder', async () => {
  await writeFile(join(dataDir, 'secret.jsonl'), message({ text: 'secret' }));
  await symlink(join(dataDir, 'secret.jsonl'), path('link.jsonl'));
  await mkdir(path('folder'));
  const source = createReplaySource({ dataDir });
  for (const channel of [
    '../secret.jsonl',
    'link.jsonl',
    'folder',
    join(dataDir, 'secret.jsonl'),
    '..',
    '.',
    '',
  ])
    await expect(source.plan?.({ channel, broadcastId: '' })).rejects.toMatchObject({
      code: 'CHATPULSE_RECORDING_UNKNOWN',
    });
});
