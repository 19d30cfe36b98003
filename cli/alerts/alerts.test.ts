import { describe, expect, test } from 'vitest';
import {
  alertDetailSchema,
  alertRulesSchema,
  alertsPageSchema,
  type AlertRulesAnswer,
} from '../../gateway/http/contract.ts';
import { noticeAlertSchema } from '../../gateway/http/notice-shapes.ts';
import type { Harness } from '../../gateway/testing/harness.ts';
import { startsHarnesses } from '../../gateway/testing/harnesses.ts';
import { sampleAlert } from '../../gateway/testing/sample-alert.ts';
import { createServerClient, type ServerClient } from '../client/server-client.ts';
import { registerAlerts } from './command.ts';
import { editAlertRules } from './edit-alert-rules.ts';
import { commandRunner } from '../testing/command-runner.ts';

const startGateway = startsHarnesses();

async function start(): Promise<Harness> {
  const gateway = await startGateway();
  for (const [id, channelId] of [
    ['a', 'twitch-ada'],
    ['b', 'chzzk-bob'],
  ] as const)
    await gateway.append(
      'alert.events',
      id,
      'AlertRaised',
      sampleAlert(id, { subject: id, channelId, samples: ['\u001b[31mred'] }),
    );
  await gateway.fetch('/api/alerts/nobody');
  return gateway;
}

const runIn = commandRunner(registerAlerts);
const run = (...args: string[]): Promise<string> => runIn('alerts', ...args);

async function rules({ url }: Harness, ...args: string[]): Promise<AlertRulesAnswer> {
  return alertRulesSchema.parse(JSON.parse(await run('rules', ...args, '--server', url, '--json')));
}

describe('chatpulse alerts', () => {
  test('lists alerts as a table and as JSON, filtered', async () => {
    const { url } = await start();
    const listed = await run('--server', url);
    expect(listed).toMatch(/^RAISED +STATE +SEVERITY +RULE +ABOUT +ID$/m);
    expect(listed).toMatch(/ open +critical +negative-surge +twitch-ada +a$/m);
    const page = await run('list', '--server', url, '--json', '--channel', 'chzzk-bob', '--state', 'open');
    expect(alertsPageSchema.parse(JSON.parse(page)).alerts.map(({ id }) => id)).toEqual(['b']);
    expect(await run('list', '--server', url, '--state', 'resolved')).toBe('No alerts.\n');
  });

  test('acknowledges, mutes and shows one with its history, and no text of others steers the terminal', async () => {
    const { url } = await start();
    expect(await run('acknowledge', 'a', '--server', url)).toContain('acknowledged');
    const muted = await run('mute', 'a', '--minutes', '5', '--server', url, '--json');
    expect(noticeAlertSchema.parse(JSON.parse(muted)).mutedUntil).toBeGreaterThan(Date.now());
    const shown = await run('show', 'a', '--server', url);
    expect(shown).toMatch(/^a: negative-surge, critical, acknowledged\+muted$/m);
    expect(shown).toMatch(/ acknowledged by cli$/m);
    expect(shown).not.toContain('\u001b');
    const detail = await run('show', 'a', '--server', url, '--json');
    expect(alertDetailSchema.parse(JSON.parse(detail)).history.map(({ kind }) => kind)).toEqual([
      'raised',
      'acknowledged',
      'muted',
    ]);
    await expect(run('show', 'nobody', '--server', url)).rejects.toMatchObject({
      code: 'CHATPULSE_ALERT_UNKNOWN',
    });
  });

  test('lists and changes the rules, and takes one back to its default', async () => {
    const gateway = await start();
    expect(await run('rules', '--server', gateway.url)).toMatch(
      /^negative-surge +on +critical +0\.15 +0\.08 +share-above-usual +all$/m,
    );
    const set = ['set', 'chat-surge', 'threshold=10', 'forMs=20s', 'channels=twitch-ada,chzzk-bob'];
    expect((await rules(gateway, ...set)).changes).toEqual({
      'chat-surge': {
        threshold: 10,
        resolveThreshold: 5,
        forMs: 20_000,
        channels: ['twitch-ada', 'chzzk-bob'],
      },
    });
    expect((await rules(gateway, 'set', 'chat-surge', 'enabled=off')).changes).toMatchObject({
      'chat-surge': { enabled: false, threshold: 10 },
    });
    expect((await rules(gateway, 'set', 'chat-surge')).changes).toEqual({});
    expect(await run('rules', '--server', gateway.url)).toMatch(/^version 3, changed \S+ by cli$/m);
  });

  test('tells in the words of the server what is wrong with a value', async () => {
    const gateway = await start();
    await expect(rules(gateway, 'set', 'negative-surge', 'threshold=15')).rejects.toMatchObject({
      code: 'CHATPULSE_REQUEST_INVALID',
      message: expect.stringContaining('changes.negative-surge.threshold') as string,
    });
  });

  test.each([
    [['list', '--state', 'gone']],
    [['list', '--limit', '0']],
    [['show']],
    [['mute', 'a', '--minutes', 'soon']],
    [['rules', 'set', 'volcano']],
    [['rules', 'set', 'chat-surge', 'colour=red']],
    [['rules', 'set', 'chat-surge', 'threshold=high']],
    [['rules', 'set', 'chat-surge', 'threshold=5s']],
    [['rules', 'set', 'chat-surge', 'enabled=maybe']],
  ])('refuses %j as wrong usage', async (args) => {
    await expect(run(...args, '--server', 'http://127.0.0.1:1')).rejects.toMatchObject({
      code: expect.stringMatching(/^commander\./) as string,
    });
  });
});

test('a change of the rules of alerts that others change meanwhile is made on theirs', async () => {
  const { url } = await start();
  const client = createServerClient(url, undefined);
  let raced = false;
  const slow: Pick<ServerClient, 'alertRules' | 'setAlertRules'> = {
    setAlertRules: client.setAlertRules,
    async alertRules() {
      const known = await client.alertRules();
      if (!raced) await client.setAlertRules({ 'log-away': { enabled: false } }, known.version);
      raced = true;
      return known;
    },
  };
  expect(await editAlertRules(slow, 'chat-surge', { severity: 'warning' })).toMatchObject({
    version: 2,
    changes: { 'log-away': { enabled: false }, 'chat-surge': { severity: 'warning' } },
  });
});
