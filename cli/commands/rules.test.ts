import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { channelRulesSchema, type ChannelRules } from '../../gateway/http/contract.ts';
import type { Harness } from '../../gateway/testing/harness.ts';
import { startsHarnesses } from '../../gateway/testing/harnesses.ts';
import { editRules } from '../client/edit-rules.ts';
import { createServerClient, type ServerClient } from '../client/server-client.ts';
import { registerAnalyze } from './analyze.ts';
import { registerRules } from './rules.ts';
import { commandRunner } from '../testing/command-runner.ts';

const start = startsHarnesses();
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const run = commandRunner(registerRules, registerAnalyze);

async function change({ url }: Harness, ...args: string[]): Promise<ChannelRules> {
  return channelRulesSchema.parse(
    JSON.parse(await run('rules', 'twitch:somebody', '--server', url, '--json', ...args)),
  );
}

describe('chatpulse rules', () => {
  test('lists the rules, and changes them in one step', async () => {
    const gateway = await start();
    expect(await change(gateway)).toMatchObject({ channelId: 'twitch-somebody', version: 0, mask: [] });
    const made = ['--mask', '스포일러', '--mask', 'buy followers', '--allow', 'damn', '--severity', 'strong'];
    expect(await change(gateway, ...made)).toMatchObject({
      version: 1,
      mask: ['스포일러', 'buy followers'],
      allow: ['damn'],
      severity: 2,
    });
    // A word moves from one list to the other; the rest stays.
    expect(await change(gateway, '--remove', '스포일러', '--allow', 'Buy Followers')).toMatchObject({
      version: 2,
      mask: [],
      allow: ['damn', 'Buy Followers'],
      severity: 2,
    });
    const listed = await run('rules', 'twitch-somebody', '--server', `${gateway.url}/`);
    expect(listed).toMatch(/^twitch-somebody: version 2, changed \d{4}-\S+ by cli$/m);
    expect(listed).toMatch(/^mask +\(none\)$/m);
    expect(listed).toMatch(/^allow +damn, Buy Followers$/m);
    expect(listed).toMatch(/^severity +from strong$/m);
  });

  test('knows a channel by its address and in any case, and refuses one of no platform', async () => {
    const { url } = await start();
    for (const channel of ['twitch:SomeBody', 'https://www.twitch.tv/Somebody', 'twitch-somebody'])
      expect(await run('rules', channel, '--server', url)).toMatch(/^twitch-somebody: /);
    for (const channel of ['twich:somebody', 'twich-somebody', 'https://example.org/somebody'])
      await expect(run('rules', channel, '--server', url)).rejects.toThrow(/Understood: /);
  });

  test('changes nothing by a change that changes nothing', async () => {
    const gateway = await start();
    await change(gateway, '--mask', 'x');
    expect(await change(gateway, '--remove', 'not there')).toMatchObject({ version: 1, mask: ['x'] });
  });

  test('tells in the words of the server what is wrong with a word', async () => {
    const gateway = await start();
    await expect(change(gateway, '--mask', 'x'.repeat(51))).rejects.toMatchObject({
      code: 'CHATPULSE_REQUEST_INVALID',
    });
  });

  test('says that nobody answers', async () => {
    await expect(run('rules', 'twitch:somebody', '--server', 'http://127.0.0.1:1')).rejects.toMatchObject({
      code: 'CHATPULSE_SERVER_UNREACHABLE',
    });
  });

  test.each([
    [['no channel at all']],
    [['twitch:somebody', '--severity', 'worst']],
    [['twitch:somebody', '--mask', ' ']],
    [[]],
  ])('refuses %j as wrong usage', async (args) => {
    await expect(run('rules', ...args)).rejects.toMatchObject({
      code: expect.stringMatching(/^commander\./) as string,
    });
  });
});

describe('a change of rules that others change meanwhile', () => {
  /** A client beside whose every reading somebody else makes a change, so many times. */
  function raced({ url }: Harness, times: number): Pick<ServerClient, 'rules' | 'setRules'> {
    const client = createServerClient(url, undefined);
    let made = 0;
    return {
      setRules: client.setRules,
      async rules(channelId) {
        const known = await client.rules(channelId);
        if (made < times) {
          made += 1;
          await client.setRules(
            channelId,
            { ...known, mask: [...known.mask, `other ${made}`] },
            known.version,
          );
        }
        return known;
      },
    };
  }
  const edit = { kind: 'add', list: 'mask', word: 'mine' } as const;

  test('is made on theirs', async () => {
    const gateway = await start();
    expect(await editRules(raced(gateway, 2), 'twitch-somebody', [edit])).toMatchObject({
      version: 3,
      mask: ['other 1', 'other 2', 'mine'],
    });
  });

  test('is given up where they never stop', async () => {
    const gateway = await start();
    await expect(editRules(raced(gateway, 99), 'twitch-somebody', [edit])).rejects.toMatchObject({
      code: 'CHATPULSE_RULES_CHANGED',
    });
  });
});

test('chatpulse analyze --channel reads texts under the rules of the channel, and explains them', async () => {
  const gateway = await start();
  await change(gateway, '--mask', '고구마', '--allow', '병신');
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-rules-'));
  folders.push(folder);
  const file = join(folder, 'texts.txt');
  writeFileSync(file, '고구마 병신\n');
  const under = ['--channel', 'twitch:somebody', '--server', gateway.url];
  expect(JSON.parse(await run('analyze', file))).toMatchObject({ masked: '고구마 **' });
  expect(JSON.parse(await run('analyze', file, ...under))).toMatchObject({ masked: '*** 병신' });
  expect(JSON.parse(await run('analyze', file, '--explain', ...under))).toMatchObject({
    masked: '*** 병신',
    explain: {
      matches: [{ entry: '고구마', by: 'channel', masked: true }],
      allowed: [{ entry: '병신', by: 'channel' }],
    },
  });
});
