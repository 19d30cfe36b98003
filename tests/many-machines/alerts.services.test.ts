/** Detection in several processes: one surge is one alert, whoever dies meanwhile. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCodec, type ChatpulseEvent, type EventCodec } from '../../core/events/codec.ts';
import type { AlertRaised, WindowUpdated } from '../../core/events/generated.ts';
import { schemaIdsOf } from '../../cli/roles/servers.ts';
import { readConfig } from '../../core/config.ts';
import { lagOf } from '../services/lag.ts';
import { startStack, until, type Stack } from './stack.ts';

const BROADCAST = 'twitch-somebody-1';
const STEP_MS = 10_000;
const CALM_STEPS = 40;

let stack: Stack;
let codec: EventCodec;
let step = 0;
/** The shows are of the last minutes: older ones are no news. */
const firstStart = Math.floor(Date.now() / STEP_MS) * STEP_MS - (CALM_STEPS + 30) * STEP_MS;

beforeAll(async () => {
  stack = await startStack({ archiveInMemory: true });
  codec = createCodec(await schemaIdsOf(readConfig(stack.env)));
});
afterAll(async () => {
  await stack.close();
});

/** The next closed window; `negative` of its 60 messages are. */
function nextWindow(negative: number): WindowUpdated {
  step += 1;
  return {
    broadcastId: BROADCAST,
    platform: 'twitch',
    channelId: 'twitch-somebody',
    sizeMs: STEP_MS,
    start: firstStart + step * STEP_MS,
    closed: true,
    stamp: step * 60,
    messages: 60,
    positive: 20,
    negative,
    neutral: 40 - negative,
    profane: 0,
    emotions: [0, 0, 0, 0, 0, 60, 0],
    positiveSum: 30,
    authors: 60,
    paid: 0,
    removed: 0,
    sanctions: 0,
    negativeAuthors: negative,
    profaneAuthors: 0,
    voices: 60,
    negativeVoices: negative,
    profaneVoices: 0,
    recorded: false,
  };
}

async function say(windows: number, negative: number): Promise<void> {
  for (let i = 0; i < windows; i += 1)
    await stack.log.append([
      { topic: 'chat.windows', key: BROADCAST, value: codec.encode('WindowUpdated', nextWindow(negative)) },
    ]);
}

async function alertEvents(): Promise<ChatpulseEvent[]> {
  const events: ChatpulseEvent[] = [];
  for (const { partition, start, end } of await stack.log.ranges('alert.events'))
    if (end > start)
      for (const { value } of await stack.log.read({ topic: 'alert.events', partition, offset: start }))
        events.push(codec.decode(value));
  return events;
}

async function told(): Promise<ChatpulseEvent[]> {
  return (await alertEvents()).filter(({ data }) => 'subject' in data && data.subject === BROADCAST);
}

const namesOf = (events: readonly ChatpulseEvent[]): string[] => events.map(({ type }) => type);

const dealtWith = (): Promise<void> =>
  until(async () => (await lagOf(stack.log, 'alerts', ['chat.windows'])) === 0, 'alerts to catch up', 90_000);

it('one surge is one alert while two processes that look for alerts are killed in turn', async () => {
  const one = stack.start('processors', { only: 'alerts' });
  const two = stack.start('processors', { only: 'alerts' });
  await Promise.all([one.ready, two.ready]);
  await say(CALM_STEPS, 6);
  await dealtWith();
  expect(await told()).toEqual([]);

  await say(2, 35);
  await until(async () => (await told()).length > 0, 'the alert', 30_000);
  await one.kill();
  await say(2, 35);
  await dealtWith();
  const three = stack.start('processors', { only: 'alerts' });
  await three.ready;
  await two.kill();
  await say(2, 35);
  await dealtWith();
  expect(namesOf(await told())).toEqual(['AlertRaised']);

  await say(8, 6);
  await until(async () => (await told()).length > 1, 'the end of the alert', 30_000);
  await three.stop();
  expect(namesOf(await told())).toEqual(['AlertRaised', 'AlertResolved']);
});

it('a part that was stopped for good while records come for it is told of, and why (nothing was told)', async () => {
  const metrics = stack.start('sinks', { only: 'metrics' });
  await metrics.ready;
  await say(2, 6);
  await until(async () => (await lagOf(stack.log, 'metrics', ['chat.windows'])) === 0, 'metrics to catch up');
  await metrics.stop();
  const rules = JSON.stringify({ 'processor-lag': { threshold: 4, resolveThreshold: 2, forMs: 0 } });
  const change = codec.encode('AlertRulesChanged', { version: 1, rules, at: Date.now(), by: 'api' });
  await stack.log.append([{ topic: 'alert.events', key: 'rules', value: change }]);
  const alerts = stack.start('processors', { only: 'alerts' });
  await alerts.ready;
  await say(4, 6);
  const ofLag = async (): Promise<AlertRaised[]> =>
    (await alertEvents()).flatMap(({ type, data }) =>
      type === 'AlertRaised' && data.rule === 'processor-lag' ? [data] : [],
    );
  await until(async () => (await ofLag()).length > 0, 'the alert', 60_000);
  // Others never ran here: the set-up does without them.
  expect(await ofLag()).toMatchObject([
    { subject: 'sink:metrics', value: 4, detail: 'no process runs it; 4 records wait for it' },
  ]);
  await alerts.stop();
});
