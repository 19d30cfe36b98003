import type { Counts } from './figures.ts';

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
}

export function voicesOf(window: Counts, share: Share): Voices {
  const counted = share === 'negative' ? window.negativeAuthors : window.profaneAuthors;
  // Windows of before these were counted have none: then each message is a voice.
  if (counted === 0 && window[share] > 0) return { all: window.messages, marked: window[share] };
  return { all: window.authors, marked: counted };
}

export function shareOf({ all, marked }: Voices): number {
  return all > 0 ? marked / all : 0;
}
