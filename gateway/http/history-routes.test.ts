import { describe, expect, test } from 'vitest';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { sampleMessage, sampleWindow, sampleWords } from '../testing/sample-events.ts';
import { messagesPageSchema, windowsAnswerSchema, wordsSchema } from './contract.ts';

const start = startsHarnesses();

describe('messages', () => {
  async function withMessages(): Promise<{ harness: Harness; path: string }> {
    const harness = await start();
    const broadcast = await harness.watch();
    const said = Array.from({ length: 20 }, (_, seq) => sampleMessage(broadcast, seq));
    await harness.stores.keep(
      'chat.analyzed',
      said.map((data) => ({ type: 'MessageAnalyzed' as const, data })),
    );
    return { harness, path: `/api/broadcasts/${broadcast}/messages` };
  }

  test('pages lead on in both directions', async () => {
    const { harness, path } = await withMessages();
    const page = async (query: string) =>
      messagesPageSchema.parse(await (await harness.fetch(path + query)).json());
    const newest = await page('?limit=8');
    expect(newest.messages.map(({ seq }) => seq)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    expect(newest).toMatchObject({ more: true, before: '12', after: '19' });
    const older = await page(`?limit=15&before=${newest.before}`);
    expect(older.messages.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(older).toMatchObject({ more: false, before: null });
    const newer = await page('?limit=3&after=4');
    expect(newer.messages.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    expect(newer).toMatchObject({ more: true, after: '7' });
  });

  test('filters reach the archive', async () => {
    const { harness, path } = await withMessages();
    const page = async (query: string) =>
      messagesPageSchema.parse(await (await harness.fetch(path + query)).json());
    expect((await page('?q=%EB%A9%94%EC%8B%9C%EC%A7%80%2017')).messages.map(({ id }) => id)).toEqual([
      'm-17',
    ]);
    expect((await page('?author=user-3&limit=2')).messages.map(({ id }) => id)).toEqual(['m-10', 'm-17']);
    expect((await page('?label=negative')).messages).toEqual([]);
    expect((await page('?from=1700000000050&to=1700000000070')).messages.map(({ seq }) => seq)).toEqual([
      5, 6,
    ]);
  });

  test.each([
    ['?limit=0', 'limit'],
    ['?limit=501', 'limit'],
    ['?limit=ten', 'limit'],
    ['?label=cheerful', 'label'],
    ['?before=-1', 'before'],
    ['?before=1&after=2', ''],
    [`?q=${'x'.repeat(201)}`, 'q'],
    ['?q=a&q=b', 'q'],
  ])('a wrong query %s is named', async (query, field) => {
    const { harness, path } = await withMessages();
    const found = await problemIn(await harness.fetch(path + query), 400);
    expect(found.code).toBe('CHATPULSE_REQUEST_INVALID');
    expect(found.errors?.map((one) => one.path)).toContain(field);
  });

  test('an unknown broadcast is 404, also in odd spellings', async () => {
    const harness = await start();
    for (const id of ['nothing', '__proto__', '%00', '..%2f..', 'x'.repeat(3_000)])
      for (const path of ['', '/messages', '/windows', '/words'])
        expect((await problemIn(await harness.fetch(`/api/broadcasts/${id}${path}`), 404)).code).toBe(
          'CHATPULSE_BROADCAST_UNKNOWN',
        );
  });

  test('history that cannot be read is 503, and the rest goes on', async () => {
    const { harness, path } = await withMessages();
    harness.stores.away = true;
    expect((await problemIn(await harness.fetch(path), 503)).code).toBe('CHATPULSE_HISTORY_UNAVAILABLE');
    const windows = path.replace('messages', 'windows');
    expect((await problemIn(await harness.fetch(windows), 503)).code).toBe('CHATPULSE_HISTORY_UNAVAILABLE');
    const words = path.replace('messages', 'words?span=all');
    expect((await problemIn(await harness.fetch(words), 503)).code).toBe('CHATPULSE_HISTORY_UNAVAILABLE');
    expect((await harness.fetch('/api/broadcasts')).status).toBe(200);
  });
});

describe('windows and words', () => {
  test('closed windows come from the store, open ones from the live topic; closed beats provisional, then the stamp', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const closed = { closed: true, messages: 10, positiveSum: 5, stamp: 50 };
    await harness.stores.keepWindows([0, 60_000].map((start) => sampleWindow(broadcast, start, closed)));
    const publish = (start: number, stamp: number, messages: number, closed = false) =>
      harness.append(
        'chat.windows',
        broadcast,
        'WindowUpdated',
        sampleWindow(broadcast, start, { stamp, messages, closed }),
      );
    await publish(60_000, 99, 7);
    await publish(120_000, 5, 50);
    await publish(120_000, 4, 40);
    await publish(180_000, 9, 3, true);
    await publish(180_000, 10, 2);
    await publish(240_000, 11, 1);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await viewer.until(() =>
      viewer.received.some((one) => 'windows' in one && one.windows.some(({ start }) => start === 240_000)),
    );
    const path = `/api/broadcasts/${broadcast}/windows`;
    const { windows } = windowsAnswerSchema.parse(await (await harness.fetch(path)).json());
    expect(windows.map(({ start, messages, closed }) => [start, messages, closed])).toEqual([
      [0, 10, true],
      [60_000, 10, true],
      [120_000, 50, false],
      [180_000, 3, true],
      [240_000, 1, false],
    ]);
    expect(windows[0]?.positiveMean).toBe(0.5);
    const part = windowsAnswerSchema.parse(
      await (await harness.fetch(`${path}?from=60000&to=180000`)).json(),
    );
    expect(part.windows.map(({ start }) => start)).toEqual([60_000, 120_000]);
    const tens = windowsAnswerSchema.parse(await (await harness.fetch(`${path}?size=10s`)).json());
    expect(tens.windows).toEqual([]);
    expect((await harness.fetch(`${path}?size=1h`)).status).toBe(400);
  });

  test('words of a span are sums over its minutes', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const word = (text: string, count: number) => ({ word: text, count, profane: false, copied: 0 });
    await harness.stores.keep('chat.words', [
      {
        type: 'WordsRanked',
        data: sampleWords(broadcast, 0, [word('처음', 100), word('둘', 1)], { closed: true }),
      },
    ]);
    const publish = (start: number, words: ReturnType<typeof word>[]) =>
      harness.append(
        'chat.words',
        broadcast,
        'WordsRanked',
        sampleWords(broadcast, start, words, { closed: start < 900_000 }),
      );
    await publish(300_000, [word('둘', 2)]);
    await publish(360_000, [word('둘', 3), word('셋', 4)]);
    await publish(900_000, [word('셋', 5)]);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, words: '1m' });
    await viewer.until(() =>
      viewer.received.some((one) => 'words' in one && one.words?.words[0]?.count === 5),
    );
    const ask = async (span: string) =>
      wordsSchema.parse(
        await (await harness.fetch(`/api/broadcasts/${broadcast}/words?span=${span}`)).json(),
      );
    expect((await ask('1m')).words).toEqual([word('셋', 5)]);
    expect(await ask('10m')).toMatchObject({
      from: 360_000,
      to: 960_000,
      words: [word('셋', 9), word('둘', 3)],
    });
    expect((await ask('all')).words).toEqual([word('처음', 100), word('셋', 9), word('둘', 6)]);
  });
});
