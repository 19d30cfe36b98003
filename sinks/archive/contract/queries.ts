import { beforeEach, describe, expect, it } from 'vitest';
import { clearedEntry, removedEntry, sampleBatch, sampleTime, sanctionedEntry } from '../sample-events.ts';
import type { ArchiveRig } from './archive-rig.ts';

/** Pages of messages, and what narrows them. */
export function describeQueries(rig: ArchiveRig): void {
  const { say, ask, offsets } = rig;

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
      for (const text of ['%', "'sure'", '_ok', '[a]*', '100%']) expect(await offsets({ text })).toEqual([1]);
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
      await rig.archive.write(
        sampleBatch([clearedEntry(3), removedEntry(8, 'm5'), sanctionedEntry(9, 'a7')]),
      );
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
}
