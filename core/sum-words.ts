import type { RankedWord } from './events/generated.ts';

/** Sums the lists of several minutes: at most `limit` words, most frequent first, ties in order of the word. */
export function sumWords(lists: Iterable<readonly RankedWord[]>, limit: number): RankedWord[] {
  const sums = new Map<string, { -readonly [K in keyof RankedWord]: RankedWord[K] }>();
  for (const words of lists)
    for (const { word, count, profane, copied } of words) {
      const sum = sums.get(word);
      if (!sum) sums.set(word, { word, count, profane, copied });
      else {
        sum.count += count;
        sum.copied += copied;
        sum.profane ||= profane;
      }
    }
  return [...sums.values()].sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)).slice(0, limit);
}
