import { describe, expect, it } from 'vitest';
import type { ArchivedMessage } from '../port.ts';
import {
  clearedEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sampleEntry,
  sampleTime,
  sanctionedEntry,
} from '../sample-events.ts';
import type { ArchiveRig } from './archive-rig.ts';

/** Words, offenders and the whole of a broadcast. */
export function describeSums(rig: ArchiveRig): void {
  const { say } = rig;

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
    const wordsOf = async (query: { from?: number; to?: number; limit?: number } = {}): Promise<unknown[]> =>
      (await rig.archive.words({ broadcastId: SAMPLE_BROADCAST, limit: 10, ...query })).map(
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
      await rig.archive.write(sampleBatch(minutes, { topic: 'chat.words' }));
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
      const [summed, , masked] = await rig.archive.words({ broadcastId: SAMPLE_BROADCAST, limit: 3 });
      expect(summed).toEqual({ word: '나', count: 4, profane: false, copied: 2 });
      expect(masked).toEqual({ word: 'x*', count: 1, profane: true, copied: 0 });
    });

    it('take the list of a minute with the higher stamp, whatever comes last', async () => {
      await rig.archive.write(sampleBatch([ranked(60_000, 8, [['가', 8]])], { topic: 'chat.words' }));
      await rig.archive.write(
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
      await rig.archive.write(
        sampleBatch([removedEntry(6, 'm1'), sanctionedEntry(7, 'a2'), removedEntry(8, 'm3')]),
      );
      const offenders = await rig.archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 10 });
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
      expect(await rig.archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 1 })).toHaveLength(1);
    });

    it('do not list those without an id, whose name may be that of several people', async () => {
      await say(
        { rawOffset: 1, authorId: '', authorName: 'ab***', profane: true },
        { rawOffset: 2, authorId: '', authorName: 'ab***', profane: true },
        { rawOffset: 3, authorId: '', authorName: 'cd***' },
        { rawOffset: 4, authorId: 'a1', authorName: 'ab***', profane: true },
      );
      await rig.archive.write(sampleBatch([removedEntry(5, 'm3')]));
      const offenders = await rig.archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 1 });
      expect(offenders).toMatchObject([{ authorId: 'a1', messages: 1, profane: 1, removed: 0 }]);
      expect(await rig.archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 10 })).toHaveLength(1);
    });

    it('do not count a clear of the chat against its authors', async () => {
      await say({ rawOffset: 1 });
      await rig.archive.write(sampleBatch([clearedEntry(5)]));
      expect(await rig.archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 10 })).toEqual([]);
      expect(await rig.archive.totals(SAMPLE_BROADCAST)).toMatchObject({ removed: 1 });
    });
  });

  describe('export', () => {
    it('gives every message once, in order, with its state, in blocks', async () => {
      const count = 1203;
      await say(...Array.from({ length: count }, (_, i) => ({ rawOffset: i * 2, text: 'a' })));
      await rig.archive.write(sampleBatch([removedEntry(3000, 'm10')]));
      const exported: ArchivedMessage[] = [];
      for await (const block of rig.archive.export(SAMPLE_BROADCAST)) {
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
      for await (const block of rig.archive.export('other')) expect(block).toEqual([]);
    });
  });
}
