/** Finds listed words in a text, however they are disguised, and says where they stand in it. */
import type { EmoteSpan, ProfanitySpan } from '../types.ts';
import { Automaton } from './automaton.ts';
import { mayBeDisguised } from './disguise.ts';
import { Folder, type Reading } from './fold.ts';
import { GAP_HIDDEN, type FoldedText } from './folded-text.ts';
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
  /** Those of `listed` that are to be masked, where that is not all of them. */
  readonly masked?: readonly ListedSpan[];
  /** Whether the letters of a listed word stand where they are none: 역시 발표, has hit. */
  readonly near: boolean;
}

/** Finds listed words; `emotes` are sorted by start and not read. */
export interface WordFinder {
  find(text: string, emotes?: readonly EmoteSpan[]): Findings;
}

const NEAR: Findings = { listed: [], allowed: [], near: true };
const NOTHING: Findings = { listed: [], allowed: [], near: false };

export class ProfanityMatcher implements WordFinder {
  readonly #patterns: readonly Pattern[];
  readonly #automaton: Automaton;
  readonly #folder = new Folder();
  /** Hits of the current reading, three numbers each: pattern, first symbol, last symbol. */
  readonly #hits: number[] = [];
  /** Whether the current reading has met a word that does not stand. */
  #near = false;

  constructor(entries: readonly LexiconEntry[]) {
    this.#patterns = compilePatterns(entries);
    this.#automaton = new Automaton(this.#patterns.map((pattern) => pattern.symbols));
  }

  /** Time is linear in the length of the text. */
  find(text: string, emotes: readonly EmoteSpan[] = []): Findings {
    const plain = this.#findIn(text, 'plain', emotes);
    if (!mayBeDisguised(text)) return plain;
    const disguised = this.#findIn(text, 'disguised', emotes);
    if (disguised.listed.length === 0 && disguised.allowed.length === 0) return plain;
    return {
      listed: mergeSpans([...plain.listed, ...disguised.listed]),
      allowed: mergeSpans([...plain.allowed, ...disguised.allowed]),
      near: plain.near,
    };
  }

  #findIn(text: string, reading: Reading, emotes: readonly EmoteSpan[]): Findings {
    const folded = this.#folder.read(text, reading, emotes);
    const hits = this.#hits;
    hits.length = 0;
    this.#near = false;
    this.#automaton.run(folded.symbols, folded.length, (number, end) => {
      const pattern = this.#patterns[number] as Pattern;
      const start = end - pattern.symbols.length + 1;
      if (stands(pattern, folded, start, end) && hides(pattern, folded, start, text))
        hits.push(number, start, end);
      else if (pattern.isWord) this.#near = true;
    });
    if (hits.length > 0) return this.#resolve(folded, hits);
    return this.#near ? NEAR : NOTHING;
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
    return { listed: mergeSpans(listed), allowed: mergeSpans(allowed), near: this.#near };
  }
}

/** Marks that are written in place of a letter within a word. */
const HIDING = /^[*#_•·●○◯〇×✱✕✖%?&!@$^~=/.♥♡★☆\p{Extended_Pictographic}\u{fe0f}-]+$/u;
/** Those that are so at its end as well. */
const HIDING_END = /^[*#●○×✱]+/u;

/** Whether marks stand where the pattern has letters hidden. */
function hides(pattern: Pattern, folded: FoldedText, start: number, text: string): boolean {
  const { hidden, hiddenLetters, symbols } = pattern;
  if (hidden === 0) return true;
  // c.u.t.e: marks elsewhere stand between letters, not for one.
  for (let i = 1; i < symbols.length; i++)
    if (i !== hidden && (folded.gaps[start + i] as number) > GAP_HIDDEN) return false;
  const at = start + hidden;
  const from = folded.ends[at - 1] as number;
  if (hidden === symbols.length)
    return (HIDING_END.exec(text.slice(from, from + hiddenLetters))?.[0].length ?? 0) >= hiddenLetters;
  const marks = text.slice(from, folded.starts[at]);
  return marks.length >= hiddenLetters && HIDING.test(marks);
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
export function mergeSpans(spans: ListedSpan[]): readonly ListedSpan[] {
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
