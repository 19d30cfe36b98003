import { expect, test } from 'vitest';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { sampleAlert } from '../testing/sample-alert.ts';

const start = startsHarnesses();

function raise(harness: Harness, id: string, channelId = 'chzzk-ada'): Promise<void> {
  const broadcastId = `${channelId}-1`;
  return harness.append(
    'alert.events',
    id,
    'AlertRaised',
    sampleAlert(id, { subject: broadcastId, channelId, broadcastId }),
  );
}

test('a viewer is told what is open, and then each alert that changes', async () => {
  const harness = await start();
  await raise(harness, 'before');
  await harness.fetch('/api/alerts/before');
  const viewer = await harness.connect();
  viewer.send({ type: 'follow-alerts' });
  expect((await viewer.next('alerts')).open.map(({ id }) => id)).toEqual(['before']);
  await raise(harness, 'later', 'twitch-bob');
  expect((await viewer.next('alert')).alert).toMatchObject({ id: 'later', resolvedAt: null });
  await harness.post('/api/alerts/later/acknowledge', {});
  await viewer.next('alert', ({ alert }) => alert.acknowledgedBy === 'api');
  await harness.post('/api/alerts/later/mute', { minutes: 5 });
  await viewer.next('alert', ({ alert }) => alert.mutedUntil !== null);
});

test('a viewer is told of its channel or broadcast alone, and of nothing once it follows no more', async () => {
  const harness = await start();
  const [ofChannel, ofBroadcast, ofNothing] = [
    await harness.connect(),
    await harness.connect(),
    await harness.connect(),
  ];
  ofChannel.send({ type: 'follow-alerts', channel: 'twitch-bob' });
  ofBroadcast.send({ type: 'follow-alerts', broadcast: 'chzzk-ada-1' });
  ofNothing.send({ type: 'follow-alerts' });
  ofNothing.send({ type: 'unfollow-alerts' });
  ofNothing.send({ type: 'ping' });
  await Promise.all([ofChannel.next('alerts'), ofBroadcast.next('alerts'), ofNothing.next('pong')]);
  await raise(harness, 'ada');
  await raise(harness, 'bob', 'twitch-bob');
  await ofChannel.next('alert');
  await ofBroadcast.next('alert');
  await harness.fetch('/api/alerts/bob');
  for (const viewer of [ofChannel, ofBroadcast, ofNothing]) viewer.send({ type: 'ping', id: 'last' });
  for (const viewer of [ofChannel, ofBroadcast, ofNothing])
    await viewer.next('pong', ({ id }) => id === 'last');
  expect(ofChannel.all('alert').map(({ alert }) => alert.id)).toEqual(['bob']);
  expect(ofBroadcast.all('alert').map(({ alert }) => alert.id)).toEqual(['ada']);
  expect(ofNothing.all('alert')).toEqual([]);
});

test('a change of the rules is told with its version', async () => {
  const harness = await start();
  const viewer = await harness.connect();
  viewer.send({ type: 'follow-alerts' });
  await viewer.next('alerts');
  await harness.put('/api/alert-rules', { changes: { 'chat-surge': { threshold: 6 } } });
  expect(await viewer.next('alert-rules')).toEqual({ type: 'alert-rules', version: 1 });
});
