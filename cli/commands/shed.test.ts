import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { startsHarnesses } from '../../gateway/testing/harnesses.ts';
import { registerShed } from './shed.ts';

const start = startsHarnesses();
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs the command; answers what it printed. */
async function run(...args: string[]): Promise<string> {
  const program = new Command('chatpulse').exitOverride().configureOutput({ writeErr: () => undefined });
  registerShed(program);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await program.parseAsync(['shed', ...args], { from: 'user' });
  return write.mock.calls.map(([text]) => String(text)).join('');
}

test('gives viewers away and says how many', async () => {
  const gateway = await start();
  const viewers = await Promise.all(Array.from({ length: 10 }, () => gateway.connect()));
  const printed = await run(`${gateway.url}/`, '--share', '0.4', '--over', '0.1');
  expect(printed).toContain('4 viewers were sent to other gateways');
  const left = await Promise.all(
    viewers.map((viewer) => Promise.race([viewer.closed, new Promise((resolve) => setImmediate(resolve))])),
  );
  expect(left.filter((code) => code === 1001)).toHaveLength(4);
});

test.each([[['--share', '2']], [['--share', '']], [['--share', '0.5', '--over', '-1']], [[]]])(
  'refuses %j',
  async (args) => {
    await expect(run('http://127.0.0.1:1', ...args)).rejects.toThrow(/share|From/);
  },
);
