import type { Counts } from './figures.ts';

/** A share that is watched: of what is said, that which is negative, or profane. */
export type Share = 'negative' | 'profane';

/**
 * What is said, of each author no more than a few messages in ten seconds (`MOST_VOICES`), so that one angry viewer or a bot
 * is no surge.
 */
export interface Voices {
  readonly all: number;
  readonly marked: number;
}

export function voicesOf(window: Counts, share: Share): Voices {
  if (window.voices > 0)
    return {
      all: window.voices,
      marked: share === 'negative' ? window.negativeVoices : window.profaneVoices,
    };
  // Windows of before voices were counted: everybody has one, or, of before that was counted, each message.
  const people = peopleCounted(window, share);
  return people === 0 && window[share] > 0
    ? { all: window.messages, marked: window[share] }
    : { all: window.authors, marked: people };
}

/** Distinct authors with a marked message; in windows of before they were counted each message is taken for one. */
export function peopleOf(window: Counts, share: Share): number {
  return peopleCounted(window, share) || window[share];
}

function peopleCounted(window: Counts, share: Share): number {
  return share === 'negative' ? window.negativeAuthors : window.profaneAuthors;
}

export function shareOf({ all, marked }: Voices): number {
  return all > 0 ? marked / all : 0;
}
