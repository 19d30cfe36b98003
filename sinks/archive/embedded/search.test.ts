import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTestFolder } from '../../sqlite/test-folder.ts';
import { messageEntry, SAMPLE_BROADCAST, sampleBatch } from '../sample-events.ts';
import { openEmbeddedArchive } from './embedded-archive.ts';

it('keeps the order where segments overlap, since some messages came late', async () => {
  const folder = makeTestFolder();
  const archive = openEmbeddedArchive({ file: join(folder.path, 'archive.db'), segmentSize: 3 });
  for (const offsets of [[10, 20, 30], [5, 15, 25], [12]])
    await archive.write(sampleBatch(offsets.map((rawOffset) => messageEntry({ rawOffset, text: '방송' }))));
  const ask = async (query: { after?: number; before?: number; limit: number }): Promise<number[]> => {
    const page = await archive.messages({ broadcastId: SAMPLE_BROADCAST, text: '방송', ...query });
    return page.items.map(({ analyzed }) => analyzed.rawOffset);
  };
  expect(await ask({ after: 0, limit: 2 })).toEqual([5, 10]);
  expect(await ask({ after: 10, limit: 3 })).toEqual([12, 15, 20]);
  expect(await ask({ limit: 2 })).toEqual([25, 30]);
  expect(await ask({ before: 25, limit: 2 })).toEqual([15, 20]);
  await archive.close();
  folder.remove();
});

it('says that an answer is partial when too many candidates had to be read', async () => {
  const folder = makeTestFolder();
  const archive = openEmbeddedArchive({ file: join(folder.path, 'archive.db'), segmentSize: 1000 });
  // Every message has the pairs of the term, none has the term.
  for (let from = 0; from < 6000; from += 1000)
    await archive.write(
      sampleBatch(
        Array.from({ length: 1000 }, (_, i) => messageEntry({ rawOffset: from + i, text: 'abx bcx' })),
      ),
    );
  const page = (text: string) => archive.messages({ broadcastId: SAMPLE_BROADCAST, text, limit: 10 });
  expect(await page('abc')).toEqual({ items: [], more: false, partial: true });
  expect(await page('abd')).toEqual({ items: [], more: false, partial: false });
  expect(await page('abx')).toMatchObject({ more: true, partial: false });
  await archive.close();
  folder.remove();
});
