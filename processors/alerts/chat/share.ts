import type { ChatFigures, Counts } from './figures.ts';

/** A share that is watched: of those who write something negative, or something profane. */
export type Share = 'negative' | 'profane';

/**
 * People, not messages: in each ten seconds everybody has one voice, however much he writes, so that one angry viewer or
 * a bot is no surge.
 */
export interface Voices {
  readonly all: number;
  /** Those with a marked message. */
  readonly marked: number;
  /** Most distinct people with a marked message in one window. */
  readonly people: number;
}

export function voicesOf(windows: readonly Counts[], share: Share): Voices {
  let all = 0;
  let marked = 0;
  let people = 0;
  for (const window of windows) {
    const counted = share === 'negative' ? window.negativeAuthors : window.profaneAuthors;
    // Windows of before these were counted have none: then each message is a voice.
    const isCounted = counted > 0 || window[share] === 0;
    const some = isCounted ? counted : window[share];
    all += isCounted ? window.authors : window.messages;
    marked += some;
    people = Math.max(people, some);
  }
  return { all, marked, people };
}

/** The voices of the latest windows; of the minutes that they are in, only how many people there were. */
export function recentVoices({ steps, minutes }: ChatFigures, from: number, share: Share): Voices {
  const voices = voicesOf(
    steps.filter(({ start }) => start >= from),
    share,
  );
  const { people } = voicesOf(
    minutes.filter(({ start }) => start + 60_000 > from),
    share,
  );
  return { ...voices, people: Math.max(voices.people, people) };
}
