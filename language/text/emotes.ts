/** Emotes as a platform names them, made safe: within the text, in order, not overlapping. */
import type { EmoteSpan } from '../types.ts';

export function cleanEmotes(text: string, emotes: readonly EmoteSpan[]): readonly EmoteSpan[] {
  const valid = emotes.filter(
    ({ start, end }) =>
      Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= text.length,
  );
  const sorted = valid.toSorted((a, b) => a.start - b.start);
  const kept: EmoteSpan[] = [];
  for (const emote of sorted) {
    if (emote.start >= (kept[kept.length - 1]?.end ?? 0)) kept.push(emote);
  }
  return kept;
}
