/** Masking: one `*` for every grapheme of a span. */
import { graphemeStarts, isSimple } from './graphemes.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The spans widened so that none splits a grapheme; spans sorted, not overlapping. */
export function widenToGraphemes<S extends Span>(text: string, spans: readonly S[]): readonly S[] {
  if (spans.length === 0 || isSimple(text)) return spans;
  const starts = graphemeStarts(text);
  const widened: S[] = [];
  let at = 0;
  for (const span of spans) {
    while ((starts[at + 1] ?? text.length) <= span.start && at + 1 < starts.length) at++;
    const start = starts[at] ?? span.start;
    let ending = at;
    while ((starts[ending] ?? text.length) < span.end) ending++;
    const end = starts[ending] ?? text.length;
    const last = widened[widened.length - 1];
    if (last !== undefined && start < last.end)
      widened[widened.length - 1] = { ...last, end: Math.max(end, last.end) };
    else widened.push({ ...span, start, end });
  }
  return widened;
}

/** Replaces every grapheme of the spans by `*`. Spans sorted, not overlapping, on grapheme borders. */
export function mask(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let masked = '';
  let at = 0;
  for (const span of spans) {
    const hidden = text.slice(span.start, span.end);
    masked += text.slice(at, span.start) + '*'.repeat(graphemeStarts(hidden).length - 1);
    at = span.end;
  }
  return masked + text.slice(at);
}
