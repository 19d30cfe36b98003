import { describe, expect, it } from 'vitest';
import {
  clearedEntry,
  erasedEntry,
  messageEntry,
  moderatorEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sampleTime,
  sanctionedEntry,
} from '../sample-events.ts';
import type { ArchiveRig } from './archive-rig.ts';

/** What becomes of messages afterwards: retractions, acts of moderators, erasure. */
export function describeActs(rig: ArchiveRig): void {
  const { say, moderate, items, offsets, stateOf } = rig;

  describe('retractions', () => {
    const acts = [removedEntry(7, 'm1'), sanctionedEntry(8, 'a2'), clearedEntry(9)];
    const said = [1, 2, 3].map((rawOffset) => ({ rawOffset, authorId: `a${rawOffset}` }));
    const later = { rawOffset: 10, authorId: 'a2' };

    const check = async (): Promise<void> => {
      expect((await stateOf(1))?.removed).toEqual({ at: sampleTime(7), kind: 'message' });
      expect((await stateOf(2))?.removed).toEqual({ at: sampleTime(8), kind: 'author' });
      expect((await stateOf(3))?.removed).toEqual({ at: sampleTime(9), kind: 'chat' });
      expect((await stateOf(10))?.removed).toBeNull();
      expect(await rig.archive.totals(SAMPLE_BROADCAST)).toEqual({
        messages: 4,
        removed: 3,
        firstAt: sampleTime(1),
        lastAt: sampleTime(10),
      });
    };

    it('mark what was said before them', async () => {
      await say(...said);
      await rig.archive.write(sampleBatch(acts));
      await say(later);
      await check();
    });

    it('hold where they come before their messages', async () => {
      await rig.archive.write(sampleBatch(acts));
      await say(later);
      await say(...said);
      await check();
    });

    it('hold in one batch, and twice', async () => {
      const batch = sampleBatch([...said.map(messageEntry), ...acts, messageEntry(later)]);
      await rig.archive.write(batch);
      await rig.archive.write(batch);
      await check();
    });

    it('name the earliest act', async () => {
      await say({ rawOffset: 1 });
      await rig.archive.write(sampleBatch([sanctionedEntry(9, 'a1')]));
      await rig.archive.write(sampleBatch([clearedEntry(5)]));
      expect((await stateOf(1))?.removed).toEqual({ at: sampleTime(5), kind: 'chat' });
      await rig.archive.write(sampleBatch([removedEntry(3, 'm1'), removedEntry(6, 'm1')]));
      expect((await stateOf(1))?.removed).toEqual({ at: sampleTime(3), kind: 'message' });
    });

    it('concern one broadcast, and no author without an id', async () => {
      await say({ rawOffset: 1, authorId: '' }, { rawOffset: 2, broadcastId: 'other', messageId: 'm1' });
      await rig.archive.write(sampleBatch([sanctionedEntry(5, ''), removedEntry(6, 'm1', 'third')]));
      await rig.archive.write(sampleBatch([clearedEntry(7, 'third'), sanctionedEntry(8, 'a1', 'third')]));
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
      await moderate(moderatorEntry('MessageApproved', 4, 'm1'), moderatorEntry('MessageRestored', 5, 'm1'));
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
      await rig.archive.write(sampleBatch([removedEntry(5, 'm1')]));
      await moderate(erasedEntry(1, 'gone'));
      await say({ rawOffset: 1, authorId: 'gone' }, { rawOffset: 9, authorId: 'gone' });
      expect(await offsets()).toEqual([2]);
      expect(await offsets({ broadcastId: 'other' })).toEqual([]);
      expect(await offsets({ broadcastId: 'elsewhere' })).toEqual([4]);
      expect(await offsets({ text: 'private' })).toEqual([]);
      expect(await offsets({ author: 'Secret' })).toEqual([]);
      expect(await rig.archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 1, removed: 0 });
      expect(await rig.archive.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 5 })).toEqual([]);
    });

    it('bars an author who has not written yet, and nobody without an id', async () => {
      await moderate(erasedEntry(1, 'gone'), erasedEntry(2, ''));
      await say({ rawOffset: 1, authorId: 'gone' }, { rawOffset: 2, authorId: '' });
      expect(await offsets()).toEqual([2]);
    });
  });
}
