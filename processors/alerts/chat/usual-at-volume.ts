import type { ChatFigures } from './figures.ts';
import type { Share } from './share.ts';
import { perVoiceIn, type UsualShare } from './usual.ts';

export interface VolumeOptions {
  readonly figures: Pick<ChatFigures, 'steps'>;
  /** ms since 1970; the windows from it on are looked at. */
  readonly since: number;
  readonly usual: UsualShare;
  readonly share: Share;
}

/**
 * The share of people with a marked message that is usual where each writes as much as since a moment. Who writes n messages,
 * each of them marked with the same chance q, has a marked one with 1 - (1 - q)^n: where a few people begin to write much, nearly
 * all of them have one, and nobody's mood has turned.
 */
export function usualAtVolume({ figures, since, usual, share }: VolumeOptions): UsualShare {
  const perVoice = perVoiceIn(
    figures.steps.filter(({ start }) => start >= since),
    share,
  );
  const times = perVoice / usual.perVoice;
  return times <= 1 ? usual : { ...usual, share: 1 - (1 - usual.share) ** times };
}
