import { afterAll, expect, it } from 'vitest';
import { runCommand } from '../faults/server-process.ts';
import { FIRST_SHOW } from '../support/made-chat.ts';
import { makeShow, MINUTE, SHOW_PARTITION } from './made-show.ts';
import { startStack, until, type Stack } from './stack.ts';

let stack: Stack | undefined;
afterAll(() => stack?.close());

it(
  'retention overtakes a part: a coded error, a skip on record, then everything goes on and verifies',
  { timeout: 300_000 },
  async () => {
    stack = await startStack();
    const show = await makeShow(stack);
    await show.say(0, 2 * MINUTE);
    const [processors, sinks] = [stack.start('processors'), stack.start('sinks')];
    await stack.caughtUp();
    await sinks.stop();
    await show.say(2 * MINUTE, 2 * MINUTE);
    await until(async () => (await show.endOf('chat.analyzed')) === 4 * MINUTE, 'the analysis');
    await processors.stop();
    await show.say(4 * MINUTE, 2 * MINUTE);
    await show.deleteBefore('chat.analyzed', 3 * MINUTE);
    await show.deleteBefore('chat.raw', 5 * MINUTE);

    const failing = stack.start('sinks', { only: 'archive' });
    await until(
      async () => failing.stderr().includes('CHATPULSE_OFFSET_OUT_OF_RANGE'),
      'the archive to say what is wrong',
    );
    expect(failing.stderr()).toContain('chatpulse skip-lost');
    await failing.stop();

    const { env } = stack;
    const plan = await runCommand(['skip-lost', '--plan'], { env });
    expect(plan, plan.stderr).toMatchObject({ code: 0 });
    expect(plan.stdout.trim().split('\n')).toEqual([
      `skip    analyze, chat.raw/${SHOW_PARTITION}: ${4 * MINUTE} -> ${5 * MINUTE}, 600 records are lost to it`,
      `skip    archive, chat.analyzed/${SHOW_PARTITION}: ${2 * MINUTE} -> ${3 * MINUTE}, 600 records are lost to it`,
    ]);
    const unasked = await runCommand(['skip-lost'], { env });
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    const done = await runCommand(['skip-lost', '--yes'], { env });
    expect(done, done.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('2 gaps recorded') });
    const again = await runCommand(['skip-lost', '--yes'], { env });
    expect(again.stdout).toBe('Every part finds its next record.\n');

    stack.start('processors');
    stack.start('sinks');
    await show.say(6 * MINUTE, MINUTE);
    await show.end(7 * MINUTE);
    await stack.caughtUp();
    const report = await stack.verify();
    expect(report).toMatchObject({ ok: true, problems: [], pending: {} });
    expect(report.deadLetters).toEqual([
      { topic: 'chat.raw', handler: 'analyze', reason: 'CHATPULSE_OFFSET_OUT_OF_RANGE', count: MINUTE },
      { topic: 'chat.analyzed', handler: 'archive', reason: 'CHATPULSE_OFFSET_OUT_OF_RANGE', count: MINUTE },
    ]);

    const gateway = stack.start('gateway');
    const { gaps } = (await gateway.ask(`/api/broadcasts/${FIRST_SHOW}`)) as {
      gaps: { from: string; to: string; reason: string }[];
    };
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'deleted before analyze had read it',
      'deleted before archive had read it',
    ]);
  },
);
