import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveBatch, ArchivedMessage, ArchiveFeatures, ChatArchive, MessageQuery } from './port.ts';
import {
  clearedEntry,
  erasedEntry,
  messageEntry,
  moderatorEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sampleEntry,
  sampleTime,
  sanctionedEntry,
  type SampleMessage,
} from './sample-events.ts';

/** An archive under test. `open` may be called again after the last one was closed: it must find what was stored. */
export interface ArchiveFixture {
  open(): Promise<ChatArchive>;
  dispose(): Promise<void>;
}

/** The contract of every archive. */
export function describeChatArchive(
  name: string,
  factory: () => Promise<ArchiveFixture>,
  features: ArchiveFeatures,
): void {
  const only = (feature: true | string): typeof it.skip => (feature === true ? it : it.skip);
  const reason = (feature: true | string): string => (feature === true ? '' : ` (skipped: ${feature})`);

  describe(`ChatArchive: ${name}`, () => {
    let fixture: ArchiveFixture;
    let archive: ChatArchive;

    beforeEach(async () => {
      fixture = await factory();
      archive = await fixture.open();
    });
    afterEach(async () => {
      await archive.close();
      await fixture.dispose();
    });

    const say = (...samples: SampleMessage[]): Promise<void> =>
      archive.write(sampleBatch(samples.map(messageEntry)));
    const moderate = (...entries: ArchiveBatch['entries']): Promise<void> =>
      archive.write(sampleBatch(entries, { topic: 'moderation.events' }));
    const ask = (query: Partial<MessageQuery> = {}) =>
      archive.messages({ broadcastId: SAMPLE_BROADCAST, limit: 100, ...query });
    const items = async (query?: Partial<MessageQuery>): Promise<readonly ArchivedMessage[]> =>
      (await ask(query)).items;
    const offsets = async (query?: Partial<MessageQuery>): Promise<number[]> =>
      (await items(query)).map(({ analyzed }) => analyzed.rawOffset);
    const stateOf = async (rawOffset: number): Promise<Omit<ArchivedMessage, 'analyzed'> | undefined> => {
      const found = (await items()).find(({ analyzed }) => analyzed.rawOffset === rawOffset);
      return found && { removed: found.removed, hidden: found.hidden, approved: found.approved };
    };

    describe('content', () => {
      it('answers messages whole, in order of offset', async () => {
        const entries = [3, 5, 8].map((rawOffset) => messageEntry({ rawOffset, paid: rawOffset === 5 }));
        await archive.write(sampleBatch(entries));
        expect((await items()).map(({ analyzed }) => analyzed)).toEqual(
          entries.map(({ event }) => event.data),
        );
        expect(await stateOf(3)).toEqual({ removed: null, hidden: false, approved: false });
      });

      it('answers a ping', async () => {
        await archive.ping();
      });

      it('knows nothing of a broadcast that it was never told of', async () => {
        await say({ rawOffset: 1 });
        const broadcastId = 'other';
        expect(await ask({ broadcastId })).toEqual({ items: [], more: false, partial: false });
        expect(await archive.totals(broadcastId)).toEqual({
          messages: 0,
          removed: 0,
          firstAt: null,
          lastAt: null,
        });
        expect(await archive.offenders({ broadcastId, limit: 5 })).toEqual([]);
        expect(await archive.words({ broadcastId, limit: 5 })).toEqual([]);
      });

      it('stores a message once, however often its batch comes', async () => {
        const batch = sampleBatch([messageEntry({ rawOffset: 1 }), messageEntry({ rawOffset: 2 })]);
        await archive.write(batch);
        await say({ rawOffset: 3 });
        await archive.write(batch);
        expect(await offsets()).toEqual([1, 2, 3]);
        expect(await archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 3 });
      });

      it('keeps the lower offset of two messages with one id, whichever comes first', async () => {
        await say(
          { rawOffset: 9, messageId: 'x', text: 'later' },
          { rawOffset: 10, messageId: 'y', text: 'first' },
        );
        await say(
          { rawOffset: 4, messageId: 'x', text: 'earlier' },
          { rawOffset: 12, messageId: 'y', text: 'again' },
        );
        expect((await items()).map(({ analyzed }) => [analyzed.rawOffset, analyzed.message.text])).toEqual([
          [4, 'earlier'],
          [10, 'first'],
        ]);
        expect(await offsets({ text: 'later' })).toEqual([]);
        expect(await offsets({ text: 'earlier' })).toEqual([4]);
      });

      it('takes the same message id of two broadcasts for two messages', async () => {
        await say({ rawOffset: 1, messageId: 'x' }, { rawOffset: 2, messageId: 'x', broadcastId: 'other' });
        expect(await offsets()).toEqual([1]);
        expect(await offsets({ broadcastId: 'other' })).toEqual([2]);
      });

      it('takes an empty batch, and events that are not its own', async () => {
        await archive.write(sampleBatch([], { nextOffset: 7 }));
        const progress = {
          broadcastId: SAMPLE_BROADCAST,
          eventTime: 1,
          receivedAt: 1,
          clock: 'live' as const,
        };
        const data = { ...progress, final: false, cursor: null, viewers: null, rawOffset: 7, rawAppend: 1 };
        await archive.write(sampleBatch([sampleEntry('SourceProgress', data, 7)]));
        expect(await offsets()).toEqual([]);
      });
    });

    describe('pages', () => {
      beforeEach(() => say(...[10, 20, 30, 40, 50].map((rawOffset) => ({ rawOffset }))));

      it('begin with the newest', async () => {
        expect(await offsets({ limit: 2 })).toEqual([40, 50]);
        expect(await ask({ limit: 2 })).toMatchObject({ more: true, partial: false });
        expect(await ask({ limit: 5 })).toMatchObject({ more: false });
      });

      it('go back from an offset, which is not included', async () => {
        expect(await offsets({ before: 40, limit: 2 })).toEqual([20, 30]);
        expect(await ask({ before: 30, limit: 2 })).toMatchObject({ more: false });
        expect(await offsets({ before: 10 })).toEqual([]);
        expect(await offsets({ before: 45, limit: 1 })).toEqual([40]);
      });

      it('go on from an offset, which is not included', async () => {
        expect(await offsets({ after: 20, limit: 2 })).toEqual([30, 40]);
        expect(await ask({ after: 20, limit: 2 })).toMatchObject({ more: true });
        expect(await ask({ after: 30, limit: 2 })).toMatchObject({ more: false });
        expect(await offsets({ after: 50 })).toEqual([]);
      });

      it('keep to a range of event time: from inclusive, to exclusive', async () => {
        expect(await offsets({ from: sampleTime(20), to: sampleTime(40) })).toEqual([20, 30]);
        expect(await offsets({ from: sampleTime(20) + 1 })).toEqual([30, 40, 50]);
        expect(await offsets({ to: sampleTime(20) + 1 })).toEqual([10, 20]);
        expect(await offsets({ from: sampleTime(60) })).toEqual([]);
        expect(await offsets({ to: sampleTime(10) })).toEqual([]);
        expect(await offsets({ from: sampleTime(20), before: 50, limit: 2 })).toEqual([30, 40]);
      });
    });

    describe('filters', () => {
      it('find words and parts of words, in any case and script', async () => {
        await say(
          { rawOffset: 1, text: '오늘 방송사고 났네요' },
          { rawOffset: 2, text: 'Nice PLAY, 방송 재밌다' },
          { rawOffset: 3, text: 'ㅋㅋㅋㅋ 😂😂' },
          { rawOffset: 4, text: '오늘은 끝' },
        );
        expect(await offsets({ text: '방송' })).toEqual([1, 2]);
        expect(await offsets({ text: '송사' })).toEqual([1]);
        expect(await offsets({ text: '방송사고' })).toEqual([1]);
        expect(await offsets({ text: 'play' })).toEqual([2]);
        expect(await offsets({ text: 'NIC' })).toEqual([2]);
        expect(await offsets({ text: 'ㅋㅋ' })).toEqual([3]);
        expect(await offsets({ text: 'ㅋㅋㅋㅋㅋ' })).toEqual([]);
        expect(await offsets({ text: '😂' })).toEqual([3]);
        expect(await offsets({ text: '늘' })).toEqual([1, 4]);
        expect(await offsets({ text: '끝' })).toEqual([4]);
        expect(await offsets({ text: '없' })).toEqual([]);
        expect(await offsets({ text: '방송오늘' })).toEqual([]);
      });

      it('want all terms, in any order', async () => {
        await say(
          { rawOffset: 1, text: '가나 다라' },
          { rawOffset: 2, text: '다라' },
          { rawOffset: 3, text: '다라 마바 가나' },
        );
        expect(await offsets({ text: ' 다라  가 ' })).toEqual([1, 3]);
        expect(await offsets({ text: '   ' })).toEqual([1, 2, 3]);
      });

      it('find analysed words that the text does not spell out', async () => {
        await say(
          { rawOffset: 1, text: '예뻤어요', words: ['예쁘다'] },
          { rawOffset: 2, text: '몰라요', words: ['모르다'] },
        );
        expect(await offsets({ text: '예쁘' })).toEqual([1]);
        expect(await offsets({ text: '예뻤' })).toEqual([1]);
      });

      it('take composed and decomposed text for the same', async () => {
        await say({ rawOffset: 1, text: '한글'.normalize('NFD'), words: [] });
        expect(await offsets({ text: '한글' })).toEqual([1]);
        expect(await offsets({ text: '한글'.normalize('NFD') })).toEqual([1]);
      });

      it('take no character for a wild card', async () => {
        await say({ rawOffset: 1, text: "100% 'sure' _ok_ [a]*" }, { rawOffset: 2, text: 'other' });
        for (const text of ['%', "'sure'", '_ok', '[a]*', '100%'])
          expect(await offsets({ text })).toEqual([1]);
        expect(await offsets({ text: '0%s' })).toEqual([]);
      });

      it('find an author by id, or by the shown name in any case', async () => {
        await say(
          { rawOffset: 1, authorId: 'a1', authorName: 'Garam' },
          { rawOffset: 2, authorId: 'a2', authorName: 'Nari' },
          { rawOffset: 3, authorId: 'a1', authorName: 'Garam2' },
          { rawOffset: 4, authorId: '', authorName: 'garam' },
        );
        expect(await offsets({ author: 'a1' })).toEqual([1, 3]);
        expect(await offsets({ author: 'GARAM' })).toEqual([1, 4]);
        expect(await offsets({ author: 'gara' })).toEqual([]);
        expect(await offsets({ author: '' })).toEqual([]);
      });

      it('find by label', async () => {
        await say(
          { rawOffset: 1, sentiment: 'positive', emotion: 'joy' },
          { rawOffset: 2, sentiment: 'negative', emotion: 'anger', profane: true },
          { rawOffset: 3, sentiment: 'neutral', emotion: 'peace', paid: true },
        );
        expect(await offsets({ label: 'positive' })).toEqual([1]);
        expect(await offsets({ label: 'negative' })).toEqual([2]);
        expect(await offsets({ label: 'neutral' })).toEqual([3]);
        expect(await offsets({ label: 'joy' })).toEqual([1]);
        expect(await offsets({ label: 'profane' })).toEqual([2]);
        expect(await offsets({ label: 'paid' })).toEqual([3]);
        expect(await offsets({ label: 'fear' })).toEqual([]);
        expect(await offsets({ label: 'removed' })).toEqual([]);
      });

      it('find what was removed, by any act', async () => {
        await say(...[1, 2, 5, 6, 7].map((rawOffset) => ({ rawOffset, authorId: `a${rawOffset}` })));
        await archive.write(sampleBatch([clearedEntry(3), removedEntry(8, 'm5'), sanctionedEntry(9, 'a7')]));
        expect(await offsets({ label: 'removed' })).toEqual([1, 2, 5, 7]);
        expect(await offsets({ label: 'removed', limit: 3 })).toEqual([2, 5, 7]);
        expect(await offsets({ label: 'removed', after: 1, limit: 2 })).toEqual([2, 5]);
        expect(await offsets({ label: 'removed', before: 7 })).toEqual([1, 2, 5]);
        expect(await offsets({ label: 'removed', author: 'a2' })).toEqual([2]);
      });

      it('work together', async () => {
        await say(
          ...[1, 2, 3, 4, 5, 6].map((rawOffset) => ({
            rawOffset,
            text: rawOffset % 2 ? '방송 좋다' : '노래 좋다',
            authorId: rawOffset % 3 ? 'a1' : 'a2',
            profane: rawOffset > 2,
          })),
        );
        expect(await offsets({ text: '방송', author: 'a1' })).toEqual([1, 5]);
        expect(await offsets({ text: '좋다', label: 'profane', before: 5 })).toEqual([3, 4]);
        expect(await offsets({ author: 'a2', label: 'profane', text: '노래', from: sampleTime(4) })).toEqual([
          6,
        ]);
        expect(await ask({ text: '좋다', limit: 2 })).toMatchObject({ more: true });
        expect(await offsets({ text: '좋다', after: 1, limit: 2 })).toEqual([2, 3]);
      });
    });

    describe('retractions', () => {
      const acts = [removedEntry(7, 'm1'), sanctionedEntry(8, 'a2'), clearedEntry(9)];
      const said = [1, 2, 3].map((rawOffset) => ({ rawOffset, authorId: `a${rawOffset}` }));
      const later = { rawOffset: 10, authorId: 'a2' };

      const check = async (): Promise<void> => {
        expect((await stateOf(1))?.removed).toEqual({ at: sampleTime(7), kind: 'message' });
        expect((await stateOf(2))?.removed).toEqual({ at: sampleTime(8), kind: 'author' });
        expect((await stateOf(3))?.removed).toEqual({ at: sampleTime(9), kind: 'chat' });
        expect((await stateOf(10))?.removed).toBeNull();
        expect(await archive.totals(SAMPLE_BROADCAST)).toEqual({
          messages: 4,
          removed: 3,
          firstAt: sampleTime(1),
          lastAt: sampleTime(10),
        });
      };

      it('mark what was said before them', async () => {
        await say(...said);
        await archive.write(sampleBatch(acts));
        await say(later);
        await check();
      });

      it('hold where they come before their messages', async () => {
        await archive.write(sampleBatch(acts));
        await say(later);
        await say(...said);
        await check();
      });

      it('hold in one batch, and twice', async () => {
        const batch = sampleBatch([...said.map(messageEntry), ...acts, messageEntry(later)]);
        await archive.write(batch);
        await archive.write(batch);
        await check();
      });

      it('name the earliest act', async () => {
        await say({ rawOffset: 1 });
        await archive.write(sampleBatch([sanctionedEntry(9, 'a1')]));
        await archive.write(sampleBatch([clearedEntry(5)]));
        expect((await stateOf(1))?.removed).toEqual({ at: sampleTime(5), kind: 'chat' });
        await archive.write(sampleBatch([removedEntry(3, 'm1'), removedEntry(6, 'm1')]));
        expect((await stateOf(1))?.removed).toEqual({ at: sampleTime(3), kind: 'message' });
      });

      it('concern one broadcast, and no author without an id', async () => {
        await say({ rawOffset: 1, authorId: '' }, { rawOffset: 2, broadcastId: 'other', messageId: 'm1' });
        await archive.write(sampleBatch([sanctionedEntry(5, ''), removedEntry(6, 'm1', 'third')]));
        await archive.write(sampleBatch([clearedEntry(7, 'third'), sanctionedEntry(8, 'a1', 'third')]));
        expect((await stateOf(1))?.removed).toBeNull();
        expect((await items({ broadcastId: 'other' }))[0]?.removed).toBeNull();
      });
    });

    describe('moderation', () => {
      it('takes the act of the higher offset, in any order, also before the message', async () => {
        await moderate(moderatorEntry('MessageRestored', 5, 'm1'));
        await moderate(moderatorEntry('MessageHidden', 3, 'm1'), moderatorEntry('MessageHidden', 4, 'm2'));
        await say({ rawOffset: 1 }, { rawOffset: 2 });
        expect(await stateOf(1)).toEqual({ removed: null, hidden: false, approved: false });
        expect(await stateOf(2)).toEqual({ removed: null, hidden: true, approved: false });
        await moderate(moderatorEntry('MessageHidden', 6, 'm1'), moderatorEntry('MessageApproved', 7, 'm2'));
        expect(await stateOf(1)).toMatchObject({ hidden: true });
        expect(await stateOf(2)).toMatchObject({ hidden: false, approved: true });
      });

      it('lets hiding undo an approval, and restoring undo the hiding alone', async () => {
        await say({ rawOffset: 1 });
        await moderate(moderatorEntry('MessageApproved', 1, 'm1'), moderatorEntry('MessageHidden', 2, 'm1'));
        expect(await stateOf(1)).toMatchObject({ hidden: true, approved: false });
        await moderate(moderatorEntry('MessageRestored', 3, 'm1'));
        expect(await stateOf(1)).toMatchObject({ hidden: false, approved: false });
        await moderate(
          moderatorEntry('MessageApproved', 4, 'm1'),
          moderatorEntry('MessageRestored', 5, 'm1'),
        );
        expect(await stateOf(1)).toMatchObject({ hidden: false, approved: true });
      });
    });

    describe('erasure', () => {
      it('deletes an author on the whole platform, for ever', async () => {
        await say(
          { rawOffset: 1, authorId: 'gone', authorName: 'Secret', text: 'private words' },
          { rawOffset: 2, authorId: 'a2' },
          { rawOffset: 3, authorId: 'gone', broadcastId: 'other' },
          { rawOffset: 4, authorId: 'gone', broadcastId: 'elsewhere', platform: 'chzzk' },
        );
        await archive.write(sampleBatch([removedEntry(5, 'm1')]));
        await moderate(erasedEntry(1, 'gone'));
        await say({ rawOffset: 1, authorId: 'gone' }, { rawOffset: 9, authorId: 'gone' });
        expect(await offsets()).toEqual([2]);
        expect(await offsets({ broadcastId: 'other' })).toEqual([]);
        expect(await offsets({ broadcastId: 'elsewhere' })).toEqual([4]);
        expect(await offsets({ text: 'private' })).toEqual([]);
        expect(await offsets({ author: 'Secret' })).toEqual([]);
        expect(await archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 1, removed: 0 });
        expect(await archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 5 })).toEqual([]);
      });

      it('bars an author who has not written yet, and nobody without an id', async () => {
        await moderate(erasedEntry(1, 'gone'), erasedEntry(2, ''));
        await say({ rawOffset: 1, authorId: 'gone' }, { rawOffset: 2, authorId: '' });
        expect(await offsets()).toEqual([2]);
      });
    });

    describe('sums', () => {
      const ranked = (start: number, stamp: number, words: [string, number][], closed = true) =>
        sampleEntry(
          'WordsRanked',
          {
            broadcastId: SAMPLE_BROADCAST,
            channelId: 'twitch-sample',
            start,
            closed,
            stamp,
            messages: 1,
            total: 1,
            words: words.map(([word, count]) => ({
              word,
              count,
              profane: word.includes('*'),
              copied: Math.floor(count / 2),
            })),
          },
          stamp,
        );
      const wordsOf = async (
        query: { from?: number; to?: number; limit?: number } = {},
      ): Promise<unknown[]> =>
        (await archive.words({ broadcastId: SAMPLE_BROADCAST, limit: 10, ...query })).map(
          ({ word, count }) => [word, count],
        );

      it('add the words of closed minutes, most frequent first', async () => {
        const minutes = [
          ranked(60_000, 1, [
            ['가', 3],
            ['나', 2],
            ['x*', 1],
          ]),
          ranked(120_000, 2, [['나', 2]]),
          ranked(180_000, 3, [['다', 9]], false),
        ];
        await archive.write(sampleBatch(minutes, { topic: 'chat.words' }));
        expect(await wordsOf()).toEqual([
          ['나', 4],
          ['가', 3],
          ['x*', 1],
        ]);
        expect(await wordsOf({ from: 120_000 })).toEqual([['나', 2]]);
        expect(await wordsOf({ to: 120_000, limit: 2 })).toEqual([
          ['가', 3],
          ['나', 2],
        ]);
        const [summed, , masked] = await archive.words({ broadcastId: SAMPLE_BROADCAST, limit: 3 });
        expect(summed).toEqual({ word: '나', count: 4, profane: false, copied: 2 });
        expect(masked).toEqual({ word: 'x*', count: 1, profane: true, copied: 0 });
      });

      it('take the list of a minute with the higher stamp, whatever comes last', async () => {
        await archive.write(sampleBatch([ranked(60_000, 8, [['가', 8]])], { topic: 'chat.words' }));
        await archive.write(
          sampleBatch([ranked(60_000, 5, [['가', 5]]), ranked(60_000, 9, [['가', 9]], false)], {
            topic: 'chat.words',
          }),
        );
        expect(await wordsOf()).toEqual([['가', 8]]);
      });

      it('list offenders, worst first, by person', async () => {
        await say(
          { rawOffset: 1, authorId: 'a1', authorName: 'old', profane: true },
          { rawOffset: 2, authorId: 'a2', authorName: 'nari' },
          { rawOffset: 3, authorId: 'a1', authorName: 'new' },
          { rawOffset: 4, authorId: 'a3', authorName: 'calm' },
        );
        await archive.write(
          sampleBatch([removedEntry(6, 'm1'), sanctionedEntry(7, 'a2'), removedEntry(8, 'm3')]),
        );
        const offenders = await archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 10 });
        expect(offenders[0]).toEqual({
          authorId: 'a1',
          name: 'new',
          messages: 2,
          profane: 1,
          removed: 2,
          lastAt: sampleTime(3),
        });
        expect(offenders.map(({ name, profane, removed }) => [name, profane, removed])).toEqual([
          ['new', 1, 2],
          ['nari', 0, 1],
        ]);
        expect(await archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 1 })).toHaveLength(1);
      });

      it('do not list those without an id, whose name may be that of several people', async () => {
        await say(
          { rawOffset: 1, authorId: '', authorName: 'ab***', profane: true },
          { rawOffset: 2, authorId: '', authorName: 'ab***', profane: true },
          { rawOffset: 3, authorId: '', authorName: 'cd***' },
          { rawOffset: 4, authorId: 'a1', authorName: 'ab***', profane: true },
        );
        await archive.write(sampleBatch([removedEntry(5, 'm3')]));
        const offenders = await archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 1 });
        expect(offenders).toMatchObject([{ authorId: 'a1', messages: 1, profane: 1, removed: 0 }]);
        expect(await archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 10 })).toHaveLength(1);
      });

      it('do not count a clear of the chat against its authors', async () => {
        await say({ rawOffset: 1 });
        await archive.write(sampleBatch([clearedEntry(5)]));
        expect(await archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 10 })).toEqual([]);
        expect(await archive.totals(SAMPLE_BROADCAST)).toMatchObject({ removed: 1 });
      });
    });

    describe('export', () => {
      it('gives every message once, in order, with its state, in blocks', async () => {
        const count = 1203;
        await say(...Array.from({ length: count }, (_, i) => ({ rawOffset: i * 2, text: 'a' })));
        await archive.write(sampleBatch([removedEntry(3000, 'm10')]));
        const exported: ArchivedMessage[] = [];
        for await (const block of archive.export(SAMPLE_BROADCAST)) {
          expect(block.length).toBeLessThanOrEqual(1000);
          exported.push(...block);
        }
        expect(exported.map(({ analyzed }) => analyzed.rawOffset)).toEqual(
          Array.from({ length: count }, (_, i) => i * 2),
        );
        expect(exported.filter(({ removed }) => removed).map(({ analyzed }) => analyzed.rawOffset)).toEqual([
          10,
        ]);
      });

      it('gives nothing for an unknown broadcast', async () => {
        for await (const block of archive.export('other')) expect(block).toEqual([]);
      });
    });

    only(features.keepsPositions)(
      `keeps positions with the rows${reason(features.keepsPositions)}`,
      async () => {
        expect(await archive.positions()).toEqual([]);
        await archive.write(sampleBatch([messageEntry({ rawOffset: 5 })], { partition: 2 }));
        await archive.write(sampleBatch([messageEntry({ rawOffset: 1 })], { partition: 2 }));
        await archive.write(sampleBatch([], { topic: 'moderation.events', nextOffset: 4 }));
        const positions = [...(await archive.positions())].sort((a, b) => (a.topic < b.topic ? -1 : 1));
        expect(positions).toEqual([
          { topic: 'chat.analyzed', partition: 2, nextOffset: 6, stamp: 5 },
          { topic: 'moderation.events', partition: 0, nextOffset: 4, stamp: -1 },
        ]);
      },
    );

    only(features.durable)(
      `finds everything after it was closed and opened again${reason(features.durable)}`,
      async () => {
        await say({ rawOffset: 1, text: '처음' }, { rawOffset: 2 });
        await archive.write(sampleBatch([removedEntry(3, 'm4'), sanctionedEntry(6, 'a1')]));
        await archive.close();
        archive = await fixture.open();
        await say({ rawOffset: 1, text: '처음' }, { rawOffset: 4 }, { rawOffset: 5, authorId: 'a9' });
        expect(await offsets()).toEqual([1, 2, 4, 5]);
        expect(await offsets({ text: '처음' })).toEqual([1]);
        expect((await stateOf(4))?.removed).toEqual({ at: sampleTime(3), kind: 'message' });
        expect(await archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 4, removed: 3 });
      },
    );
  });
}
