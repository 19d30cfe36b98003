/** Finds listed words in a text, however they are disguised, and says where they stand in it. */
import type { EmoteSpan, ProfanitySpan } from '../types.ts';
import { Automaton } from './automaton.ts';
import { Folder, mayBeDisguised, type Reading } from './fold.ts';
import type { FoldedText } from './folded-text.ts';
import { stands } from './guards.ts';
import type { LexiconEntry, Severity } from './lexicon.ts';
import { compilePatterns, type Pattern } from './patterns.ts';

export interface ListedSpan extends ProfanitySpan {
  readonly severity: Severity;
  /** The word of the list. */
  readonly entry: string;
}

/** What the lists say of a text; spans sorted, not overlapping. */
export interface Findings {
  readonly listed: readonly ListedSpan[];
  /** Innocent words that the allow-list names. */
  readonly allowed: readonly ListedSpan[];
}

const NOTHING: Findings = { listed: [], allowed: [] };

export class ProfanityMatcher {
  readonly #patterns: readonly Pattern[];
  readonly #automaton: Automaton;
  readonly #folder = new Folder();
  /** Hits of the current reading, three numbers each: pattern, first symbol, last symbol. */
  readonly #hits: number[] = [];

  constructor(entries: readonly LexiconEntry[]) {
    this.#patterns = compilePatterns(entries);
    this.#automaton = new Automaton(this.#patterns.map((pattern) => pattern.symbols));
  }

  /** Time is linear in the length of the text. */
  find(text: string, emotes: readonly EmoteSpan[] = []): Findings {
    const plain = this.#findIn(text, 'plain', emotes);
    if (!mayBeDisguised(text)) return plain;
    const disguised = this.#findIn(text, 'disguised', emotes);
    if (disguised === NOTHING) return plain;
    return {
      listed: merge([...plain.listed, ...disguised.listed]),
      allowed: merge([...plain.allowed, ...disguised.allowed]),
    };
  }

  #findIn(text: string, reading: Reading, emotes: readonly EmoteSpan[]): Findings {
    const folded = this.#folder.read(text, reading, emotes);
    const hits = this.#hits;
    hits.length = 0;
    this.#automaton.run(folded.symbols, folded.length, (number, end) => {
      const pattern = this.#patterns[number] as Pattern;
      const start = end - pattern.symbols.length + 1;
      if (stands(pattern, folded, start, end) && hides(pattern, folded, start, text))
        hits.push(number, start, end);
    });
    return hits.length === 0 ? NOTHING : this.#resolve(folded, hits);
  }

  /** Drops hits within an allowed word. */
  #resolve(folded: FoldedText, hits: readonly number[]): Findings {
    const reach = allowedReach(
      folded.length,
      hits,
      (number) => (this.#patterns[number] as Pattern).severity === 0,
    );
    const listed: ListedSpan[] = [];
    const allowed: ListedSpan[] = [];
    for (let i = 0; i < hits.length; i += 3) {
      const { severity, reason, entry } = this.#patterns[hits[i] as number] as Pattern;
      const first = hits[i + 1] as number;
      const last = hits[i + 2] as number;
      const span = {
        start: folded.starts[first] as number,
        end: folded.ends[last] as number,
        reason,
        severity,
        entry,
      };
      if (severity === 0) allowed.push(span);
      else if (reach === undefined || (reach[first] as number) < last) listed.push(span);
    }
    return { listed: merge(listed), allowed: merge(allowed) };
  }
}

/** Marks that are written in place of a letter. */
const HIDING = /^[*#_•·●×✱-]+$/u;

/** Whether a mark stands where the pattern has a letter hidden. */
function hides(pattern: Pattern, folded: FoldedText, start: number, text: string): boolean {
  if (pattern.hidden === 0) return true;
  const at = start + pattern.hidden;
  return HIDING.test(text.slice(folded.ends[at - 1], folded.starts[at]));
}

/** For every symbol, how far an allowed word that starts at or before it reaches; undefined if there is none. */
function allowedReach(
  length: number,
  hits: readonly number[],
  allows: (pattern: number) => boolean,
): Int32Array | undefined {
  let reach: Int32Array | undefined;
  for (let i = 0; i < hits.length; i += 3) {
    if (!allows(hits[i] as number)) continue;
    reach ??= new Int32Array(length).fill(-1);
    const start = hits[i + 1] as number;
    reach[start] = Math.max(reach[start] as number, hits[i + 2] as number);
  }
  if (reach === undefined) return undefined;
  for (let i = 1; i < length; i++) reach[i] = Math.max(reach[i] as number, reach[i - 1] as number);
  return reach;
}

/** Sorts spans and joins those that overlap; the more severe one gives the reason. */
function merge(spans: ListedSpan[]): readonly ListedSpan[] {
  if (spans.length < 2) return spans;
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: ListedSpan[] = [];
  for (const span of spans) {
    const last = merged[merged.length - 1];
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
      continue;
    }
    const worse = span.severity > last.severity ? span : last;
    merged[merged.length - 1] = { ...worse, start: last.start, end: Math.max(last.end, span.end) };
  }
  return merged;
}
