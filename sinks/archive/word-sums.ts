import type { RankedWord } from '../../core/events/generated.ts';

/** Sums the lists of several minutes: at most `limit` words, most frequent first, ties in order of the word. */
export function sumWords(lists: Iterable<readonly RankedWord[]>, limit: number): RankedWord[] {
  const sums = new Map<string, { count: number; profane: boolean }>();
  for (const words of lists)
    for (const { word, count, profane } of words) {
      const sum = sums.get(word);
      if (!sum) sums.set(word, { count, profane });
      else {
        sum.count += count;
        sum.profane ||= profane;
      }
    }
  return [...sums]
    .map(([word, sum]) => ({ word, ...sum }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, limit);
}
