import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import { sampleMessage, sampleRemoval, sampleWindow, sampleWords } from '../testing/sample-events.ts';
import { Harness, type HarnessOptions } from '../testing/harness.ts';
import type { TestViewer } from '../testing/test-viewer.ts';
import { analyzedPartition } from '../model/live-model.ts';

const running: Harness[] = [];

async function start(options?: HarnessOptions): Promise<Harness> {
  const harness = await Harness.start(options);
  running.push(harness);
  return harness;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((harness) => harness.close()));
});

/** Resolves when a viewer has been sent the message of this number. */
function seen(viewer: TestViewer, seq: number): Promise<void> {
  return viewer.until(() => viewer.messageIds().includes(`m-${seq}`));
}

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `m-${from + index}`);

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
      sampleWords(broadcast, 120_000, [{ word: '최고', count: 3, profane: false }]),
    );
    const viewer = await harness.connect();
    // The live topics are read beside the subscription: what the snapshot lacks comes as frames.
    viewer.send({ type: 'subscribe', broadcast });
    const snapshot = await viewer.next('snapshot');
    await seen(viewer, 149);
    await viewer.until(() =>
      viewer.received.some((one) => 'windows' in one && one.windows.some(({ start }) => start === 120_000)),
    );
    await viewer.until(() =>
      viewer.received.some((one) => 'words' in one && one.words?.words[0]?.word === '최고'),
    );
    expect(snapshot.source).toMatchObject({ id: broadcast, state: 'waiting', viewers: 1 });
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
    expect(snapshot.messages.map(({ id }) => id)).toEqual(ids(0, 5));
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
    await seen(viewer, 9);
    expect(viewer.messageIds()).toEqual(ids(0, 10));
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
    await seen(viewer, 1_999);
    expect(viewer.messageIds()).toEqual(ids(0, 2_000));
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
    await seen(viewer, 39);
    expect(viewer.messageIds()).toEqual(ids(0, 40));
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
    await seen(viewer, 13);
    const erased = { broadcastId: broadcast, platform: 'test', authorId: 'user-3', by: null, at: 9 };
    await harness.append('moderation.events', broadcast, 'AuthorErased', erased);
    await viewer.until(() =>
      viewer.all('frame').some(({ retractions }) => retractions.some(({ kind }) => kind === 'erased')),
    );
    await harness.say(broadcast, 14, 21);
    await seen(viewer, 20);
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
    await seen(viewer, 9);
    expect(viewer.messageIds()).toEqual(ids(5, 10));
  });
});

describe('a cursor', () => {
  test('resumes from memory', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const before = await harness.connect();
    before.send({ type: 'subscribe', broadcast });
    await before.next('snapshot');
    await harness.say(broadcast, 0, 10);
    await seen(before, 9);
    const cursor = before.cursor();
    before.terminate();
    await harness.say(broadcast, 10, 30);
    const after = await harness.connect();
    after.send({ type: 'subscribe', broadcast, ...(cursor && { cursor }) });
    await seen(after, 29);
    expect(after.messageIds()).toEqual(ids(10, 30));
    expect(after.all('snapshot')).toEqual([]);
  });

  test('resumes at another gateway from the log, past what memory holds', async () => {
    const log = createMemoryLog();
    const one = await start({ log });
    const broadcast = await one.watch();
    const before = await one.connect();
    before.send({ type: 'subscribe', broadcast });
    await before.next('snapshot');
    await one.say(broadcast, 0, 10);
    await seen(before, 9);
    const cursor = before.cursor();
    before.terminate();
    await one.say(broadcast, 10, 1_000);
    const two = await start({ log, limits: { broadcastMessages: 50 } });
    const after = await two.connect();
    after.send({ type: 'subscribe', broadcast, ...(cursor && { cursor }) });
    await seen(after, 999);
    expect([...new Set(after.messageIds())]).toEqual(ids(10, 1_000));
    expect(after.skipped()).toBe(0);
  });

  test('too far back tells how much is left out', async () => {
    const harness = await start({ limits: { broadcastMessages: 50, resumeRecords: 100 } });
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 1_000);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, cursor: `1.${analyzedPartition(broadcast).partition}.0` });
    await seen(viewer, 999);
    const received = new Set(viewer.messageIds());
    expect(received.size + viewer.skipped()).toBe(1_000);
    expect(received.size).toBeGreaterThanOrEqual(100);
  });

  test('into a stretch that retention took tells how much is left out', async () => {
    const harness = await start({ limits: { broadcastMessages: 50 } });
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 500);
    harness.log.trim(analyzedPartition(broadcast), 200);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, cursor: `1.${analyzedPartition(broadcast).partition}.100` });
    await seen(viewer, 499);
    expect(new Set(viewer.messageIds()).size).toBe(300);
    expect(viewer.skipped()).toBe(100);
  });

  test.each(['nonsense', '1.99.0', '2.1.1', '1.0.999999999'])(
    'that leads nowhere (%s) gets a snapshot',
    async (cursor) => {
      const harness = await start();
      const broadcast = await harness.watch();
      const viewer = await harness.connect();
      viewer.send({ type: 'subscribe', broadcast, cursor });
      expect((await viewer.next('snapshot')).broadcast).toBe(broadcast);
    },
  );

  test('from memory or log brings more than a live viewer may be behind', async () => {
    const harness = await start({ limits: { pendingMessages: 50, frameMessages: 20 } });
    const broadcast = await harness.watch();
    await harness.say(broadcast, 0, 1_000);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, cursor: `1.${analyzedPartition(broadcast).partition}.0` });
    await seen(viewer, 999);
    expect(viewer.messageIds()).toEqual(ids(0, 1_000));
    expect(viewer.skipped()).toBe(0);
  });

  test('loses nothing over random disconnects, gateways and sizes of memory', async () => {
    const step = fc.record({
      say: fc.integer({ min: 0, max: 60 }),
      at: fc.constantFrom(0, 1),
      leave: fc.boolean(),
    });
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 70, max: 200 }),
      async (steps, memory) => {
        const log = createMemoryLog();
        const limits = {
          broadcastMessages: memory,
          pendingMessages: memory,
          frameMessages: 7,
          frameInterval: 1,
        };
        const gateways = [
          await Harness.start({ log, limits }),
          await Harness.start({ log, limits }),
        ] as const;
        try {
          const broadcast = await gateways[0].watch();
          const received = new Set<string>();
          let said = 0;
          let cursor: string | undefined = `1.${analyzedPartition(broadcast).partition}.0`;
          for (const { say, at, leave } of [...steps, { say: 1, at: 0 as const, leave: false }]) {
            const gateway = gateways[at];
            await waitForBroadcast(gateway, broadcast);
            const viewer = await gateway.connect();
            viewer.send({ type: 'subscribe', broadcast, cursor });
            for (let from = said; from < said + say; from += 20)
              await gateway.say(broadcast, from, Math.min(from + 20, said + say));
            said += say;
            // A viewer that leaves early takes its cursor wherever it was.
            if (!leave && say > 0) await seen(viewer, said - 1);
            viewer.terminate();
            await viewer.closed;
            for (const id of viewer.messageIds()) received.add(id);
            expect(viewer.skipped()).toBe(0);
            cursor = viewer.cursor() ?? cursor;
          }
          expect([...received].sort()).toEqual(ids(0, said).sort());
        } finally {
          await Promise.all(gateways.map((gateway) => gateway.close()));
        }
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});

async function waitForBroadcast(gateway: Harness, broadcast: string): Promise<void> {
  while ((await gateway.fetch(`/api/broadcasts/${broadcast}`)).status !== 200);
}

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
      await seen(quick, from + 49);
    }
    await harness.append(
      'chat.analyzed',
      broadcast,
      'MessageRemoved',
      sampleRemoval(broadcast, count, 'm-5'),
    );
    await harness.say(broadcast, count + 1, count + 2);
    await seen(quick, count + 1);
    const status = (await (await harness.fetch('/api/status')).json()) as {
      gateway: { messagesInMemory: number };
    };
    expect(status.gateway.messagesInMemory).toBeLessThanOrEqual(20_000);
    slow.resume();
    await seen(slow, count + 1);
    expect(slow.skipped()).toBeGreaterThan(0);
    expect(new Set(slow.messageIds()).size + slow.skipped()).toBe(count + 1);
    expect(
      slow.all('frame').flatMap(({ retractions }) => retractions.map(({ messageId }) => messageId)),
    ).toContain('m-5');
    expect(quick.skipped()).toBe(0);
  });
});

describe('limits', () => {
  test('of subscriptions, message size, message rate and nonsense', async () => {
    const harness = await start({
      limits: { subscriptionsPerConnection: 1, viewerMessageBurst: 5, viewerMessagesPerSecond: 0.001 },
    });
    const [one, two] = [await harness.watch('test:one'), await harness.watch('test:two')];
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast: one });
    await viewer.next('snapshot');
    viewer.send({ type: 'subscribe', broadcast: two });
    expect(await viewer.next('error')).toMatchObject({ code: 'CHATPULSE_LIMIT_REACHED', broadcast: two });
    viewer.sendRaw('{"type":"nonsense"}');
    await viewer.next('error', ({ code }) => code === 'CHATPULSE_REQUEST_INVALID');
    viewer.sendRaw(Buffer.from([0, 1, 2]));
    viewer.sendRaw('{');
    viewer.sendRaw('{');
    expect(await viewer.closed).toBe(1008);
    const big = await harness.connect();
    big.sendRaw('x'.repeat(5_000));
    expect(await big.closed).toBe(1009);
  });

  test('of connections', async () => {
    const harness = await start({ limits: { connections: 1 } });
    await harness.connect();
    await expect(harness.connect()).rejects.toThrow('HTTP 503');
  });

  test('who does not answer the heartbeat is cut off, the others stay', async () => {
    const harness = await start({ limits: { heartbeatInterval: 40 } });
    const [well, dead] = [await harness.connect(), await harness.connect({}, false)];
    expect(await dead.closed).toBe(1006);
    well.send({ type: 'ping', id: 'still here' });
    expect((await well.next('pong')).id).toBe('still here');
  });

  test('who may connect', async () => {
    const harness = await start();
    await expect(harness.connect({ origin: 'https://evil.example' })).rejects.toThrow('HTTP 403');
    await expect(harness.connect({ origin: `http://127.0.0.1:${harness.port + 1}` })).rejects.toThrow(
      'HTTP 403',
    );
    await expect(harness.connect({ host: 'evil.example' })).rejects.toThrow('HTTP 421');
    await (await harness.connect({ origin: `http://localhost:${harness.port}` })).next('hello');
  });

  test('the token, as header or as cookie', async () => {
    const harness = await start({ config: { token: 'a long secret' } });
    await expect(harness.connect()).rejects.toThrow('HTTP 401');
    await expect(harness.connect({ authorization: 'Bearer wrong' })).rejects.toThrow('HTTP 401');
    const signedIn = await harness.post('/api/session', { token: 'a long secret' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    await (await harness.connect({ cookie })).next('hello');
  });
});
