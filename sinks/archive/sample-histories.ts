import fc from 'fast-check';
import {
  MESSAGE_LABELS,
  type ArchiveBatch,
  type ArchiveEntry,
  type ChatArchive,
  type MessageQuery,
} from './port.ts';
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
} from './sample-events.ts';

/**
 * Histories of two broadcasts: messages (some ids twice), every kind of act, words. What happens at an offset is fixed
 * per history, as in a log.
 */
export const BROADCASTS = ['b1', 'b2'] as const;
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
    const words = [{ word: `w${count % 3}`, count, profane: false, copied: offset % (count + 1) }];
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
export const shuffledHistory = history.chain((all) =>
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
export const sampleQueries = fc.array(
  fc.tuple(query, fc.boolean()).map(([{ before, ...rest }, forward]) => {
    if (before === undefined) return rest;
    return forward ? { ...rest, after: before } : { ...rest, before };
  }),
  { minLength: 4, maxLength: 12 },
);

export async function writeAll(archive: ChatArchive, all: readonly ArchiveBatch[]): Promise<void> {
  for (const batch of all) await archive.write(batch);
}
