import { isSpace } from '../text/chars.ts';
import { needsComposing, SCORED_UNITS, type NormalisedText } from '../text/normalise.ts';

/** A stretch of the original text, UTF-16 units, end exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the words of a text that was read lie in the original.
 * @param blanked whether parts of it were read as spaces
 */
export function sourceWords(source: string, text: NormalisedText, blanked: boolean): readonly SourceRange[] {
  const words = Array.from({ length: text.wordCount }, (_, w) => ({
    start: text.sourceStarts[w] as number,
    end: text.sourceEnds[w] as number,
  }));
  const scored = source.slice(0, SCORED_UNITS);
  if (blanked || !needsComposing(scored)) return words;
  // Its letters were joined before it was read. Spaces are never joined, so that they tell where a word was before.
  const composed = chunksOf(scored.normalize('NFC'));
  const original = chunksOf(scored);
  return words.map((word) => {
    const at = composed.findIndex(({ end }) => word.start < end);
    return original[at] ?? word;
  });
}

/** The parts between spaces. */
function chunksOf(text: string): readonly SourceRange[] {
  const chunks: SourceRange[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at);
    if (at < text.length && !isSpace(code) && code >= 0x20) continue;
    if (at > start) chunks.push({ start, end: at });
    start = at + 1;
  }
  return chunks;
}
