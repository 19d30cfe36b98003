import type { Words } from '../../../http/contract.ts';
import type { CloudWord } from '../now/cloud-layout.ts';
import { addSums, toReading, type MoodReading, type MoodSums } from '../now/mood.ts';
import { mergeWords, wordsOfPlatform } from './audience-words.ts';

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
  readonly words: readonly CloudWord[];
}

export interface AudienceFigures {
  readonly together: Figures;
  /** One for each platform, in the order in which they first occur. */
  readonly platforms: readonly Figures[];
}

export function figuresOf(members: readonly MemberFigures[]): AudienceFigures {
  const names = [...new Set(members.map(({ platform }) => platform))];
  const platforms = names.map((platform) => {
    const own = members.filter((member) => member.platform === platform);
    return addUp(platform, own, wordsOfPlatform(own.map(({ words }) => words?.words ?? [])));
  });
  const together = addUp(null, members, mergeWords(platforms.map(({ words }) => words)));
  return { together, platforms };
}

function addUp(
  platform: string | null,
  members: readonly MemberFigures[],
  words: readonly CloudWord[],
): Figures {
  return {
    platform,
    broadcasts: members.length,
    reading: toReading(addSums(members.map(({ sums }) => sums))),
    words,
  };
}
