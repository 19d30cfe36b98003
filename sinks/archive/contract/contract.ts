import { describe, expect, it } from 'vitest';
import type { ArchiveFeatures } from '../port.ts';
import {
  messageEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sampleTime,
  sanctionedEntry,
} from '../sample-events.ts';
import { describeActs } from './acts.ts';
import { archiveRig, type ArchiveFixture } from './archive-rig.ts';
import { describeContent } from './content.ts';
import { describeQueries } from './queries.ts';
import { describeSums } from './sums.ts';

export type { ArchiveFixture } from './archive-rig.ts';

/** The contract of every archive. */
export function describeChatArchive(
  name: string,
  factory: () => Promise<ArchiveFixture>,
  features: ArchiveFeatures,
): void {
  const only = (feature: true | string): typeof it.skip => (feature === true ? it : it.skip);
  const reason = (feature: true | string): string => (feature === true ? '' : ` (skipped: ${feature})`);

  describe(`ChatArchive: ${name}`, () => {
    const rig = archiveRig(factory);
    const { say, offsets, stateOf, reopen } = rig;

    describeContent(rig);
    describeQueries(rig);
    describeActs(rig);
    describeSums(rig);

    only(features.keepsPositions)(
      `keeps positions with the rows${reason(features.keepsPositions)}`,
      async () => {
        expect(await rig.archive.positions()).toEqual([]);
        await rig.archive.write(sampleBatch([messageEntry({ rawOffset: 5 })], { partition: 2 }));
        await rig.archive.write(sampleBatch([messageEntry({ rawOffset: 1 })], { partition: 2 }));
        await rig.archive.write(sampleBatch([], { topic: 'moderation.events', nextOffset: 4 }));
        const positions = [...(await rig.archive.positions())].sort((a, b) => (a.topic < b.topic ? -1 : 1));
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
        await rig.archive.write(sampleBatch([removedEntry(3, 'm4'), sanctionedEntry(6, 'a1')]));
        await reopen();
        await say({ rawOffset: 1, text: '처음' }, { rawOffset: 4 }, { rawOffset: 5, authorId: 'a9' });
        expect(await offsets()).toEqual([1, 2, 4, 5]);
        expect(await offsets({ text: '처음' })).toEqual([1]);
        expect((await stateOf(4))?.removed).toEqual({ at: sampleTime(3), kind: 'message' });
        expect(await rig.archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 4, removed: 3 });
      },
    );
  });
}
