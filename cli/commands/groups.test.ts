import { describe, expect, test } from 'vitest';
import { groupSchema, type Group } from '../../gateway/http/contract.ts';
import type { Harness } from '../../gateway/testing/harness.ts';
import { startsHarnesses } from '../../gateway/testing/harnesses.ts';
import { registerGroups } from './groups.ts';
import { commandRunner } from '../testing/command-runner.ts';

const start = startsHarnesses();

const runIn = commandRunner(registerGroups);
const run = (...args: string[]): Promise<string> => runIn('groups', ...args);

async function change({ url }: Harness, ...args: string[]): Promise<Group> {
  return groupSchema.parse(JSON.parse(await run(...args, '--server', url, '--json')));
}

function channelsOf({ channels }: Group): string[] {
  return channels.map(({ channelId }) => channelId);
}

describe('chatpulse groups', () => {
  test('makes a group, changes it, shows it and dissolves it', async () => {
    const gateway = await start();
    const there = ['--server', gateway.url];
    expect(await run(...there)).toBe('There are no groups.\n');
    expect(channelsOf(await change(gateway, 'create', '저녁 방송', 'test:a', 'test:b'))).toEqual([
      'test-a',
      'test-b',
    ]);
    await expect(change(gateway, 'create', '저녁 방송', 'test:c')).rejects.toMatchObject({
      code: 'CHATPULSE_GROUP_EXISTS',
    });
    const added = await change(gateway, 'add', '저녁 방송', 'test:c', 'test:a');
    expect(channelsOf(added)).toEqual(['test-a', 'test-b', 'test-c']);
    // By the name or by the id of a channel.
    const removed = await change(gateway, 'remove', '저녁 방송', 'test:a', 'test-c');
    expect(channelsOf(removed)).toEqual(['test-b']);
    expect(channelsOf(await change(gateway, 'define', '저녁 방송', 'test:d'))).toEqual(['test-d']);

    const broadcast = await gateway.watch('test:d');
    expect(await run('list', ...there)).toBe('저녁 방송: test-d (1 on)\n');
    expect(await run('show', '저녁 방송', ...there)).toBe(
      `저녁 방송\n  test-d  test:d\n    ${broadcast}: connecting\n`,
    );
    expect(JSON.parse(await run('--json', ...there))).toMatchObject([{ name: '저녁 방송', running: 1 }]);
    expect(await run('dissolve', '저녁 방송', ...there)).toBe('저녁 방송 is dissolved.\n');
    expect(await run(...there)).toBe('There are no groups.\n');
  });

  test('tells in the words of the server what is wrong', async () => {
    const gateway = await start();
    const unknown = { code: 'CHATPULSE_GROUP_UNKNOWN' };
    await expect(change(gateway, 'show', 'nobody')).rejects.toMatchObject(unknown);
    await expect(change(gateway, 'add', 'nobody', 'test:a')).rejects.toMatchObject(unknown);
    await expect(change(gateway, 'dissolve', 'nobody')).rejects.toMatchObject(unknown);
    await expect(change(gateway, 'create', 'x', 'nonsense')).rejects.toMatchObject({
      code: 'CHATPULSE_REQUEST_INVALID',
    });
  });

  test('takes out nothing that is not in the group, and not the last channel', async () => {
    const gateway = await start();
    await change(gateway, 'create', 'x', 'test:a');
    await expect(change(gateway, 'remove', 'x', 'test:b')).rejects.toThrow('test-b is not in "x"');
    await expect(change(gateway, 'remove', 'x', 'test:a')).rejects.toThrow('groups dissolve');
    expect(channelsOf(await change(gateway, 'show', 'x'))).toEqual(['test-a']);
  });

  test('reads a real address of a channel as that channel', async () => {
    const gateway = await start();
    await change(gateway, 'create', 'x', 'test:a');
    const address = 'https://www.twitch.tv/Somebody?tt_content=x';
    await expect(change(gateway, 'remove', 'x', address)).rejects.toThrow('twitch-somebody is not in "x"');
  });

  test('says that nobody answers', async () => {
    await expect(run('--server', 'http://127.0.0.1:1')).rejects.toMatchObject({
      code: 'CHATPULSE_SERVER_UNREACHABLE',
    });
  });

  test.each([[['create', 'name']], [['add']], [['show']], [['vanish', 'x']], [['remove', 'x', '?']]])(
    'refuses %j as wrong usage',
    async (args) => {
      await expect(run(...args)).rejects.toMatchObject({
        code: expect.stringMatching(/^commander\./) as string,
      });
    },
  );
});
