/** A stretch of a text that is masked. Offsets count UTF-16 units, `end` is exclusive. */
interface MaskedSpan {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

interface EmoteSpan {
  readonly id: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A piece of a message, in reading order; the pieces together are the whole text. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string; readonly start: number }
  | { readonly kind: 'emote'; readonly text: string; readonly start: number; readonly id: string }
  | { readonly kind: 'masked'; readonly text: string; readonly start: number; readonly reason: string };

interface Mark {
  readonly start: number;
  readonly end: number;
  /** What the stretch is: a reason for masking, or the id of an emote. */
  readonly masked: string | null;
  readonly emote: string;
}

/**
 * Cuts a message into plain text, emotes and masked stretches.
 * Offsets come from outside: those that do not fit the text are cut to it, and of two that overlap a mask wins over an
 * emote and the earlier one over the later.
 */
export function segmentText(
  text: string,
  masked: readonly MaskedSpan[],
  emotes: readonly EmoteSpan[],
): readonly Segment[] {
  if (masked.length === 0 && emotes.length === 0) return text ? [{ kind: 'text', text, start: 0 }] : [];
  const masks = masked.map((span): Mark => ({ ...clip(span, text.length), masked: span.reason, emote: '' }));
  const others = emotes
    .map((span): Mark => ({ ...clip(span, text.length), masked: null, emote: span.id }))
    .filter((emote) => !masks.some((mask) => mask.start < emote.end && emote.start < mask.end));
  const marks = [...masks, ...others].sort((a, b) => a.start - b.start || a.end - b.end);

  const segments: Segment[] = [];
  let at = 0;
  for (const mark of marks) {
    const start = Math.max(mark.start, at);
    if (mark.end <= start) continue;
    if (start > at) segments.push({ kind: 'text', text: text.slice(at, start), start: at });
    const piece = text.slice(start, mark.end);
    segments.push(
      mark.masked === null
        ? { kind: 'emote', text: piece, start, id: mark.emote }
        : { kind: 'masked', text: piece, start, reason: mark.masked },
    );
    at = mark.end;
  }
  if (at < text.length) segments.push({ kind: 'text', text: text.slice(at), start: at });
  return segments;
}

function clip(span: { start: number; end: number }, length: number): { start: number; end: number } {
  const start = Math.min(Math.max(Math.trunc(span.start), 0), length);
  return { start, end: Math.min(Math.max(Math.trunc(span.end), start), length) };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Number of characters as a reader counts them; the width of a mask. */
export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}
