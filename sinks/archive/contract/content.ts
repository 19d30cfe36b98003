import { describe, expect, it } from 'vitest';
import { messageEntry, SAMPLE_BROADCAST, sampleBatch, sampleEntry } from '../sample-events.ts';
import type { ArchiveRig } from './archive-rig.ts';

/** What is stored comes back whole, once. */
export function describeContent(rig: ArchiveRig): void {
  const { say, ask, items, offsets, stateOf } = rig;

  describe('content', () => {
    it('answers messages whole, in order of offset', async () => {
      const entries = [3, 5, 8].map((rawOffset) => messageEntry({ rawOffset, paid: rawOffset === 5 }));
      await rig.archive.write(sampleBatch(entries));
      expect((await items()).map(({ analyzed }) => analyzed)).toEqual(entries.map(({ event }) => event.data));
      expect(await stateOf(3)).toEqual({ removed: null, hidden: false, approved: false });
    });

    it('answers a ping', async () => {
      await rig.archive.ping();
    });

    it('knows nothing of a broadcast that it was never told of', async () => {
      await say({ rawOffset: 1 });
      const broadcastId = 'other';
      expect(await ask({ broadcastId })).toEqual({ items: [], more: false, partial: false });
      expect(await rig.archive.totals(broadcastId)).toEqual({
        messages: 0,
        removed: 0,
        firstAt: null,
        lastAt: null,
      });
      expect(await rig.archive.offenders({ broadcastId, limit: 5 })).toEqual([]);
      expect(await rig.archive.words({ broadcastId, limit: 5 })).toEqual([]);
    });

    it('stores a message once, however often its batch comes', async () => {
      const batch = sampleBatch([messageEntry({ rawOffset: 1 }), messageEntry({ rawOffset: 2 })]);
      await rig.archive.write(batch);
      await say({ rawOffset: 3 });
      await rig.archive.write(batch);
      expect(await offsets()).toEqual([1, 2, 3]);
      expect(await rig.archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 3 });
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
      await rig.archive.write(sampleBatch([], { nextOffset: 7 }));
      const progress = {
        broadcastId: SAMPLE_BROADCAST,
        eventTime: 1,
        receivedAt: 1,
        clock: 'live' as const,
      };
      const data = { ...progress, final: false, cursor: null, viewers: null, rawOffset: 7, rawAppend: 1 };
      await rig.archive.write(sampleBatch([sampleEntry('SourceProgress', data, 7)]));
      expect(await offsets()).toEqual([]);
    });
  });
}
