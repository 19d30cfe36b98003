import type { Collections, MessageDocument } from './documents.ts';

interface WorstAuthor {
  readonly messages: number;
  readonly profane: number;
  readonly removed: number;
  /** The last message, encoded. */
  readonly body: MessageDocument['body'];
}

/** Above the names that stand for those without an id, see `personOf`. */
const FIRST_ID = '\u000b';

/** Authors of a broadcast by the sum of profane and removed messages, the highest first, then by id. */
export async function worstAuthors(
  { messages }: Collections,
  query: { readonly broadcastId: string; readonly limit: number; readonly maxTimeMS: number },
): Promise<WorstAuthor[]> {
  const { broadcastId: broadcast, limit, maxTimeMS } = query;
  // First among the few messages that count; all messages only of those who are listed.
  const worst = await messages
    .aggregate<{ _id: string; profane: number; removed: number }>(
      [
        {
          $match: {
            broadcast,
            person: { $gte: FIRST_ID },
            $or: [{ retracted: true }, { labels: 'profane' }],
          },
        },
        {
          $group: {
            _id: '$person',
            profane: { $sum: { $cond: [{ $in: ['profane', '$labels'] }, 1, 0] } },
            removed: { $sum: { $cond: [{ $eq: ['$retracted', true] }, 1, 0] } },
          },
        },
        { $addFields: { sum: { $add: ['$profane', '$removed'] } } },
        { $sort: { sum: -1, _id: 1 } },
        { $limit: limit },
      ],
      { maxTimeMS },
    )
    .toArray();
  if (worst.length === 0) return [];
  const all = await messages
    .aggregate<{ _id: string; messages: number; last: number }>(
      [
        { $match: { broadcast, person: { $in: worst.map(({ _id }) => _id) } } },
        { $group: { _id: '$person', messages: { $sum: 1 }, last: { $max: '$offset' } } },
      ],
      { maxTimeMS },
    )
    .toArray();
  const last = await messages
    .find({ broadcast, offset: { $in: all.map((author) => author.last) } })
    .project<Pick<MessageDocument, 'person' | 'body'>>({ person: 1, body: 1 })
    .maxTimeMS(maxTimeMS)
    .toArray();
  return worst.flatMap(({ _id, profane, removed }) => {
    const own = all.find((author) => author._id === _id);
    const message = last.find(({ person }) => person === _id);
    return own && message ? [{ profane, removed, messages: own.messages, body: message.body }] : [];
  });
}
