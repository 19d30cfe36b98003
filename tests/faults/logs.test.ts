/** The log of a real process: followed through its rotation, and made to tell more without a restart. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCommand, startLasting, startServer, type ServerProcess } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-logs-'));
const logFile = join(folder, 'chatpulse.log');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Resolves when a process has printed a line like this. */
async function prints(process: ServerProcess, line: RegExp): Promise<void> {
  while (!line.test(process.stdout())) await process.prints();
}

it('logs -f survives a rotation; the level changes by the command, the API and a signal', async () => {
  // An earlier run has all but filled it: the first line of this one does.
  writeFileSync(logFile, `${'old\n'.repeat(262_143)}`);
  const env = {
    CHATPULSE_LOG_FILE: logFile,
    CHATPULSE_LOG_FILE_MB: '1',
    CHATPULSE_LOG_FILE_KEEP: '2',
    CHATPULSE_LOG_LEVEL: 'info',
  };
  const follower = startLasting(['logs', '-f', '--part', 'main'], /(.)/, { env });
  const server = startServer(join(folder, 'data'), { env });
  const url = await server.ready;
  await prints(follower, /INFO +main +ready/);

  const levelOf = async (): Promise<unknown> =>
    ((await server.ask('/api/log-level')) as { level: unknown }).level;
  const set = await runCommand(['logs', '--set-level', 'debug', '--url', url]);
  expect(set).toMatchObject({ code: 0, stdout: 'The log tells debug and above.\n' });
  expect(await levelOf()).toBe('debug');
  await fetch(`${url}/api/log-level`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ level: 'warn' }),
  });
  expect(await levelOf()).toBe('warn');

  // From what neither the settings nor the steps have, a signal leads to the level of the settings, and on from there.
  for (const level of ['info', 'debug', 'trace', 'info']) {
    const line = `level of the log was changed by a signal to=${level}`;
    const before = occurrences(follower.stdout(), line);
    process.kill(server.pid, 'SIGUSR2');
    while (occurrences(follower.stdout(), line) === before) await follower.prints();
    expect(await levelOf()).toBe(level);
  }

  expect((await server.stop()).code).toBe(0);
  await prints(follower, /INFO +main +stopped/);
  const { code, stdout } = await follower.stop();
  expect(code).toBe(0);
  expect(stdout).not.toContain('old');
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('chatpulse.log'))
      .sort(),
  ).toEqual(['chatpulse.log', 'chatpulse.log.1']);
});

const occurrences = (text: string, part: string): number => text.split(part).length - 1;
