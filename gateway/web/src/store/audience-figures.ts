import { addSums, toReading, type MoodReading, type MoodSums } from '../now/mood.ts';
import type { Words } from '../../../http/contract.ts';

export type CountedWord = Words['words'][number];

/** What the figures are made from, of one broadcast. */
export interface MemberFigures {
  readonly platform: string;
  readonly sums: MoodSums;
  readonly words: Words | null;
}

/** The figures of a platform, or of all together. */
export interface Figures {
  readonly platform: string | null;
  readonly broadcasts: number;
  /** Of the last minute, each broadcast by its own clock. */
  readonly reading: MoodReading;
  /** The most frequent first. */
  readonly words: readonly CountedWord[];
}

export interface AudienceFigures {
  readonly together: Figures;
  /** One for each platform, in the order in which they first occur. */
  readonly platforms: readonly Figures[];
}

export function figuresOf(members: readonly MemberFigures[]): AudienceFigures {
  const platforms = [...new Set(members.map(({ platform }) => platform))];
  return {
    together: addUp(null, members),
    platforms: platforms.map((platform) =>
      addUp(
        platform,
        members.filter((member) => member.platform === platform),
      ),
    ),
  };
}

function addUp(platform: string | null, members: readonly MemberFigures[]): Figures {
  return {
    platform,
    broadcasts: members.length,
    reading: toReading(addSums(members.map(({ sums }) => sums))),
    words: mergeWords(members.map(({ words }) => words?.words ?? [])),
  };
}

/** Words of several lists with their counts added up; of equal counts the first met comes first. */
export function mergeWords(lists: readonly (readonly CountedWord[])[]): readonly CountedWord[] {
  const merged = new Map<string, CountedWord>();
  for (const { word, count, profane } of lists.flat()) {
    const held = merged.get(word);
    merged.set(word, {
      word,
      count: count + (held?.count ?? 0),
      profane: profane || (held?.profane ?? false),
    });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}
