import type { ChatMessage } from '../../../http/contract.ts';

/** When a message was to be seen, ms since 1970: of a recording when it was played, so that it fits among live ones. */
export function shownAt({ playedAt, at }: ChatMessage): number {
  return playedAt ?? at;
}
