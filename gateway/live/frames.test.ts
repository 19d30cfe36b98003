import { describe, expect, test } from 'vitest';
import { sampleMessage, sampleRemoval, sampleWindow, sampleWords } from '../testing/sample-events.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { idsOf } from '../testing/test-viewer.ts';

const start = startsHarnesses();

describe('a subscription without a cursor', () => {
  test('gets a snapshot: the last messages, windows, words and the source', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 150);
    await harness.append(
      'chat.windows',
      broadcast,
      'WindowUpdated',
      sampleWindow(broadcast, 120_000, { closed: true }),
    );
    await harness.append(
      'chat.words',
      broadcast,
      'WordsRanked',
      sampleWords(broadcast, 120_000, [{ word: '최고', count: 3, profane: false, copied: 0 }]),
    );
    const viewer = await harness.connect();
    // The live topics are read beside the subscription: what the snapshot lacks comes as frames.
    viewer.send({ type: 'subscribe', broadcast });
    const snapshot = await viewer.next('snapshot');
    await viewer.seen(149);
    await viewer.until(() =>
      viewer.received.some((one) => 'windows' in one && one.windows.some(({ start }) => start === 120_000)),
    );
    await viewer.until(() =>
      viewer.received.some((one) => 'words' in one && one.words?.words[0]?.word === '최고'),
    );
    expect(snapshot.source).toMatchObject({ id: broadcast, state: 'connecting', viewers: 1 });
    expect(snapshot.messages.length).toBeLessThanOrEqual(100);
    expect(viewer.messageIds()).toEqual([...new Set(viewer.messageIds())]);
  });

  test('of messages that memory does not hold gets the newest from the archive', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    await harness.stores.keep('chat.analyzed', [
      ...[0, 1, 2, 3, 4].map((seq) => ({
        type: 'MessageAnalyzed' as const,
        data: sampleMessage(broadcast, seq),
      })),
      { type: 'MessageRemoved', data: sampleRemoval(broadcast, 5, 'm-2') },
    ]);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    const snapshot = await viewer.next('snapshot');
    expect(snapshot.messages.map(({ id }) => id)).toEqual(idsOf(0, 5));
    expect(snapshot.messages.map(({ removed }) => removed?.kind ?? null)).toEqual([
      null,
      null,
      'message',
      null,
      null,
    ]);
    expect(snapshot.history).toBe(true);
  });

  test('goes on live while the stores are away', async () => {
    const harness = await start();
    harness.stores.away = true;
    const broadcast = await harness.watch();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    expect((await viewer.next('snapshot')).history).toBe(false);
    await harness.say(broadcast, 0, 10);
    await viewer.seen(9);
    expect(viewer.messageIds()).toEqual(idsOf(0, 10));
  });

  test('waits for no store that takes its time', async () => {
    const harness = await start({ limits: { snapshotWait: 20 } });
    harness.stores.hanging = true;
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 10);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    expect((await viewer.next('snapshot')).history).toBe(false);
    await harness.say(broadcast, 10, 20);
    await viewer.seen(19);
    expect(viewer.messageIds()).toEqual(expect.arrayContaining(idsOf(10, 20)));
  });

  test('of an unknown broadcast is a coded error', async () => {
    const harness = await start();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast: 'nothing' });
    expect(await viewer.next('error')).toMatchObject({
      code: 'CHATPULSE_BROADCAST_UNKNOWN',
      broadcast: 'nothing',
    });
  });
});

describe('frames', () => {
  test('are far fewer than messages', async () => {
    const harness = await start({ limits: { pendingMessages: 10_000 } });
    const broadcast = await harness.watch();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await viewer.next('snapshot');
    for (let from = 0; from < 2_000; from += 20) await harness.say(broadcast, from, from + 20);
    await viewer.seen(1_999);
    expect(viewer.messageIds()).toEqual(idsOf(0, 2_000));
    expect(viewer.all('frame').length).toBeLessThan(100);
  });

  test('drop what a restarted analyze has written again', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await viewer.next('snapshot');
    await harness.say(broadcast, 0, 30);
    await harness.say(broadcast, 10, 40);
    await viewer.seen(39);
    expect(viewer.messageIds()).toEqual(idsOf(0, 40));
  });

  test('carry what the platform removed, and later snapshots know it', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await viewer.next('snapshot');
    await harness.say(broadcast, 0, 3);
    await harness.append('chat.analyzed', broadcast, 'MessageRemoved', sampleRemoval(broadcast, 3, 'm-1'));
    await viewer.until(() => viewer.all('frame').some(({ retractions }) => retractions.length > 0));
    expect(viewer.all('frame').flatMap(({ retractions }) => retractions)).toEqual([
      { kind: 'message', seq: 3, at: 1_700_000_000_030, messageId: 'm-1' },
    ]);
    const later = await harness.connect();
    later.send({ type: 'subscribe', broadcast });
    const { messages } = await later.next('snapshot');
    expect(messages.map(({ id, removed }) => [id, removed?.kind])).toEqual([
      ['m-0', undefined],
      ['m-1', 'message'],
      ['m-2', undefined],
    ]);
  });

  test('forget an erased author', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await harness.say(broadcast, 0, 14);
    await viewer.seen(13);
    const erased = { broadcastId: broadcast, platform: 'test', authorId: 'user-3', by: null, at: 9 };
    await harness.append('moderation.events', broadcast, 'AuthorErased', erased);
    await viewer.until(() =>
      viewer.all('frame').some(({ retractions }) => retractions.some(({ kind }) => kind === 'erased')),
    );
    await harness.say(broadcast, 14, 21);
    await viewer.seen(20);
    expect(viewer.messageIds()).not.toContain('m-17');
    const later = await harness.connect();
    later.send({ type: 'subscribe', broadcast });
    const { messages } = await later.next('snapshot');
    expect(messages.some(({ author }) => author.id === 'user-3')).toBe(false);
    expect(messages).toHaveLength(18);
  });

  test('tell the end of a broadcast', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await viewer.next('snapshot');
    await harness.post(`/api/broadcasts/${broadcast}/stop`, {});
    expect(await viewer.next('ended')).toMatchObject({ broadcast, reason: 'stopped' });
  });

  test('come no more after unsubscribing', async () => {
    const harness = await start();
    const [one, two] = [await harness.watch('test:one'), await harness.watch('test:two')];
    const viewer = await harness.connect();
    for (const broadcast of [one, two]) viewer.send({ type: 'subscribe', broadcast });
    await viewer.until(() => viewer.all('snapshot').length === 2);
    viewer.send({ type: 'unsubscribe', broadcast: one });
    viewer.send({ type: 'ping', id: 7 });
    expect((await viewer.next('pong')).id).toBe(7);
    await harness.say(one, 0, 5);
    await harness.say(two, 5, 10);
    await viewer.seen(9);
    expect(viewer.messageIds()).toEqual(idsOf(5, 10));
  });
});

describe('a slow viewer', () => {
  test('is bounded, told what it skipped, and still gets every retraction', async () => {
    const harness = await start({
      limits: {
        pendingBytes: 16_384,
        pendingMessages: 100,
        broadcastMessages: 20_000,
        totalMessages: 40_000,
      },
    });
    const broadcast = await harness.watch();
    const [slow, quick] = [await harness.connect(), await harness.connect()];
    for (const viewer of [slow, quick]) viewer.send({ type: 'subscribe', broadcast });
    await slow.next('snapshot');
    await quick.next('snapshot');
    slow.pause();
    // More than the buffers of a loopback connection hold.
    const count = 2_000;
    for (let from = 0; from < count; from += 50) {
      await harness.say(broadcast, from, from + 50, '긴 글'.repeat(700));
      await quick.seen(from + 49);
    }
    await harness.append(
      'chat.analyzed',
      broadcast,
      'MessageRemoved',
      sampleRemoval(broadcast, count, 'm-5'),
    );
    await harness.say(broadcast, count + 1, count + 2);
    await quick.seen(count + 1);
    const status = (await (await harness.fetch('/api/status')).json()) as {
      gateway: { messagesInMemory: number };
    };
    expect(status.gateway.messagesInMemory).toBeLessThanOrEqual(20_000);
    slow.resume();
    await slow.seen(count + 1);
    expect(slow.skipped()).toBeGreaterThan(0);
    expect(new Set(slow.messageIds()).size + slow.skipped()).toBe(count + 1);
    expect(
      slow.all('frame').flatMap(({ retractions }) => retractions.map(({ messageId }) => messageId)),
    ).toContain('m-5');
    expect(quick.skipped()).toBe(0);
  });
});
