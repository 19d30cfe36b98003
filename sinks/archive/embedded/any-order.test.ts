import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeTestFolder } from '../../sqlite/test-folder.ts';
import { dumpArchive } from '../dump.ts';
import { createMemoryArchive } from '../memory.ts';
import {
  MESSAGE_LABELS,
  type ArchiveBatch,
  type ArchiveEntry,
  type ChatArchive,
  type MessageQuery,
} from '../port.ts';
import {
  clearedEntry,
  erasedEntry,
  messageEntry,
  moderatorEntry,
  removedEntry,
  sampleBatch,
  sampleEntry,
  sampleTime,
  sanctionedEntry,
} from '../sample-events.ts';
import { openEmbeddedArchive, openEmbeddedArchiveReader } from './embedded-archive.ts';

/**
 * Histories of two broadcasts: messages (some ids twice), every kind of act, words. What happens at an offset is fixed
 * per history, as in a log.
 */
const BROADCASTS = ['b1', 'b2'] as const;
const authorIds = fc.constantFrom('', 'a1', 'a2', 'a3');
const texts = fc
  .array(fc.constantFrom('방송', '방송사고', '노래', 'ㅋㅋ', 'ㅋㅋㅎㅋㅋ', 'Nice', 'x', '😂😂'), {
    maxLength: 4,
  })
  .map((words) => words.join(' '));
const messageNumbers = fc.nat(30);
const messageIds = messageNumbers.map((n) => `id${n}`);
const broadcasts = fc.constantFrom(...BROADCASTS);

type MakeEntry = (offset: number) => ArchiveEntry;

const chatEntry: fc.Arbitrary<MakeEntry> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({
        broadcastId: broadcasts,
        number: messageNumbers,
        authorName: fc.constantFrom('가람', 'Nari'),
        text: texts,
        profane: fc.boolean(),
        paid: fc.boolean(),
        sentiment: fc.constantFrom('positive', 'neutral', 'negative'),
        emotion: fc.constantFrom('joy', 'peace', 'fear'),
      })
      .map(({ number, ...sample }) => {
        // A message id belongs to one author.
        const authorId = ['', 'a1', 'a2', 'a3'][number % 4];
        return (rawOffset: number) =>
          messageEntry({ ...sample, messageId: `id${number}`, authorId, rawOffset });
      }),
  },
  fc.tuple(messageIds, broadcasts).map(
    ([id, of]) =>
      (offset: number) =>
        removedEntry(offset, id, of),
  ),
  {
    weight: 2,
    arbitrary: fc.tuple(authorIds, broadcasts).map(
      ([id, of]) =>
        (offset: number) =>
          sanctionedEntry(offset, id, of),
    ),
  },
  { weight: 1, arbitrary: broadcasts.map((of) => (offset: number) => clearedEntry(offset, of)) },
);

const moderationEntry: fc.Arbitrary<MakeEntry> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('MessageHidden', 'MessageRestored', 'MessageApproved'), messageIds, broadcasts)
      .map(
        ([type, id, of]) =>
          (offset: number) =>
            moderatorEntry(type, offset, id, of),
      ),
  },
  authorIds.map((id) => (offset: number) => erasedEntry(offset, id)),
);

const wordsEntry: fc.Arbitrary<MakeEntry> = fc
  .record({ broadcastId: broadcasts, minute: fc.nat(2), closed: fc.boolean(), count: fc.nat(9) })
  .map(({ broadcastId, minute, closed, count }) => (offset: number) => {
    const words = [{ word: `w${count % 3}`, count, profane: false }];
    const fields = {
      channelId: 'c',
      start: minute * 60_000,
      closed,
      stamp: offset,
      messages: 1,
      total: 1,
      words,
    };
    return sampleEntry('WordsRanked', { broadcastId, ...fields }, offset);
  });

function batches(
  topic: string,
  entry: fc.Arbitrary<MakeEntry>,
  maxLength: number,
): fc.Arbitrary<ArchiveBatch[]> {
  return fc.tuple(fc.array(entry, { maxLength }), fc.integer({ min: 1, max: 9 })).map(([makers, size]) => {
    const entries = makers.map((make, offset) => make(offset));
    return Array.from({ length: Math.ceil(entries.length / size) }, (_, i) =>
      sampleBatch(entries.slice(i * size, (i + 1) * size), { topic }),
    );
  });
}

const history = fc
  .tuple(
    batches('chat.analyzed', chatEntry, 60),
    batches('moderation.events', moderationEntry, 8),
    batches('chat.words', wordsEntry, 8),
  )
  .map((parts) => parts.flat());

/** A history as it is, and the same in another order, with some batches twice. */
const shuffled = history.chain((all) =>
  fc
    .subarray(all)
    .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }))
    .map((other) => ({ all, other })),
);

const query: fc.Arbitrary<MessageQuery> = fc.record(
  {
    broadcastId: broadcasts,
    limit: fc.constantFrom(1, 3, 100),
    before: fc.nat(60),
    text: fc.constantFrom('방송', '사고', '송사고', 'ㅋ', 'ㅋㅋㅎ', 'nice x', '😂', 'ㅎㅋ 노'),
    author: fc.constantFrom('a1', '가람', 'NARI', 'zz'),
    label: fc.constantFrom(...MESSAGE_LABELS),
    from: fc.nat(60).map(sampleTime),
    to: fc.nat(60).map(sampleTime),
  },
  { requiredKeys: ['broadcastId', 'limit'] },
);
const queries = fc.array(
  fc.tuple(query, fc.boolean()).map(([{ before, ...rest }, forward]) => {
    if (before === undefined) return rest;
    return forward ? { ...rest, after: before } : { ...rest, before };
  }),
  { minLength: 4, maxLength: 12 },
);

async function writeAll(archive: ChatArchive, all: readonly ArchiveBatch[]): Promise<void> {
  for (const batch of all) await archive.write(batch);
}

it('ends the same in any order of arrival, and after repeats', async () => {
  await fc.assert(
    fc.asyncProperty(shuffled, fc.constantFrom(1, 3, 7, 4096), async ({ all, other }, segmentSize) => {
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
      shuffled,
      queries,
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
