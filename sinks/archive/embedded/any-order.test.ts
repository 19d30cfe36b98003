import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeTestFolder } from '../../sqlite/test-folder.ts';
import { dumpArchive } from '../dump.ts';
import { createMemoryArchive } from '../memory.ts';
import type { ArchiveBatch } from '../port.ts';
import { BROADCASTS, sampleQueries, shuffledHistory, writeAll } from '../sample-histories.ts';
import { openEmbeddedArchive, openEmbeddedArchiveReader } from './embedded-archive.ts';

it('ends the same in any order of arrival, and after repeats', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledHistory, fc.constantFrom(1, 3, 7, 4096), async ({ all, other }, segmentSize) => {
      const folder = makeTestFolder();
      try {
        const dumpOf = async (name: string, batch: readonly ArchiveBatch[]): Promise<string[]> => {
          const file = join(folder.path, name);
          const archive = openEmbeddedArchive({ file, segmentSize });
          await writeAll(archive, batch);
          await archive.close();
          return [...dumpArchive(file)];
        };
        expect(await dumpOf('other.db', other)).toEqual(await dumpOf('all.db', all));
      } finally {
        folder.remove();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

it('answers every query as the plain model in memory does, with and without its index', async () => {
  await fc.assert(
    fc.asyncProperty(
      shuffledHistory,
      sampleQueries,
      fc.constantFrom(1, 3, 7, 4096),
      async ({ all, other }, asked, segmentSize) => {
        const folder = makeTestFolder();
        const file = join(folder.path, 'archive.db');
        const archive = openEmbeddedArchive({ file, segmentSize });
        const reader = openEmbeddedArchiveReader({ file });
        try {
          const model = createMemoryArchive();
          await writeAll(model, all);
          await writeAll(archive, other);
          for (const one of asked) expect(await reader.messages(one)).toEqual(await model.messages(one));
          for (const broadcastId of BROADCASTS) {
            expect(await reader.totals(broadcastId)).toEqual(await model.totals(broadcastId));
            const sums = { broadcastId, limit: 5 };
            expect(await reader.offenders(sums)).toEqual(await model.offenders(sums));
            expect(await reader.words(sums)).toEqual(await model.words(sums));
          }
        } finally {
          await reader.close();
          await archive.close();
          folder.remove();
        }
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
