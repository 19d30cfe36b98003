import type { Words } from '../../../http/contract.ts';
import type { CloudWord } from '../now/cloud-layout.ts';

/** A word of one broadcast, with how much of its count lies in copies of messages of other channels. */
type BroadcastWord = Words['words'][number];

/**
 * The words of several broadcasts of one platform, whose channels may share a chat: each of them then has a copy of what
 * was said in the others. What was said in a channel counts there. Copies count only as far as they are more than what
 * was said in all other channels here, for then they come from a channel that is not here; the broadcast with most of
 * them counts, since the others have copies of the same.
 *
 * Exact where all channels share one chat, and where none does. Where only some do, what came from elsewhere may count
 * too little; nothing ever counts twice.
 */
export function wordsOfPlatform(lists: readonly (readonly BroadcastWord[])[]): readonly CloudWord[] {
  const ownSums = new Map<string, number>();
  for (const { word, count, copied } of lists.flat())
    ownSums.set(word, (ownSums.get(word) ?? 0) + count - copied);
  const fromElsewhere = new Map<string, number>();
  for (const { word, count, copied } of lists.flat()) {
    const ofOthers = (ownSums.get(word) ?? 0) - (count - copied);
    fromElsewhere.set(word, Math.max(fromElsewhere.get(word) ?? 0, copied - ofOthers));
  }
  const said = mergeWords(lists);
  return byCount(
    said.map((one) => ({
      ...one,
      count: (ownSums.get(one.word) ?? 0) + (fromElsewhere.get(one.word) ?? 0),
    })),
  );
}

/** Words of several lists with their counts added up; of equal counts the first met comes first. */
export function mergeWords(lists: readonly (readonly CloudWord[])[]): readonly CloudWord[] {
  const merged = new Map<string, CloudWord>();
  for (const { word, count, profane } of lists.flat()) {
    const held = merged.get(word);
    merged.set(word, {
      word,
      count: count + (held?.count ?? 0),
      profane: profane || (held?.profane ?? false),
    });
  }
  return byCount([...merged.values()]);
}

function byCount(words: readonly CloudWord[]): readonly CloudWord[] {
  return [...words].sort((a, b) => b.count - a.count);
}
