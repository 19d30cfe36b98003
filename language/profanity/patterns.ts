/** Compiles entries of the word lists into symbol patterns with their conditions. */
import { isHangulSyllable, isLatin } from '../text/chars.ts';
import { Folder } from './fold.ts';
import { STANDS_ALONE } from './folded-text.ts';
import type { LexiconEntry, Severity } from './lexicon.ts';
import { initialSymbol } from './symbols.ts';

export interface Pattern {
  /** The word of the list. */
  readonly entry: string;
  readonly symbols: Uint8Array;
  /** 1 where the text must have a letter on its own: the abbreviated part of ㅅ발. */
  readonly alone: Uint8Array;
  /** How often the text must repeat each symbol at least (ass needs two s). */
  readonly runs: Uint8Array;
  readonly severity: Severity;
  readonly reason: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly mayBeSpaced: boolean;
  readonly looseEnd: boolean;
  /** Nothing but letters on their own: guarded against longer runs of consonants. */
  readonly consonants: boolean;
  readonly latin: boolean;
  /** Whether a plain English ending may follow. */
  readonly mayEndPlainly: boolean;
}

/** Words of more syllables than this are not abbreviated in every combination. */
const LONGEST_ABBREVIATED = 4;

export function compilePatterns(entries: readonly LexiconEntry[]): Pattern[] {
  const folder = new Folder();
  const patterns: Pattern[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    for (const form of formsOf(entry)) {
      const folded = folder.read(form, 'disguised');
      const alone = new Uint8Array(folded.length);
      const isKoreanWord = !isLatin(form.codePointAt(0) ?? 0);
      for (let i = 0; i < folded.length; i++)
        alone[i] = isKoreanWord && ((folded.flags[i] as number) & STANDS_ALONE) !== 0 ? 1 : 0;
      const pattern = conditions(
        entry,
        form,
        folded.symbols.slice(0, folded.length),
        alone,
        folded.runs.slice(0, folded.length),
      );
      const identity = `${pattern.symbols.join()}|${pattern.alone.join()}|${pattern.severity === 0}`;
      if (folded.length === 0 || seen.has(identity)) continue;
      seen.add(identity);
      patterns.push(pattern);
    }
  }
  return patterns;
}

function conditions(
  entry: LexiconEntry,
  form: string,
  symbols: Uint8Array,
  alone: Uint8Array,
  runs: Uint8Array,
): Pattern {
  const { marks, severity, reason } = entry;
  const latin = isLatin(form.codePointAt(0) ?? 0);
  const whole = marks.includes('=');
  const inside = marks.includes('+') || severity === 0;
  return {
    entry: entry.word,
    symbols,
    alone,
    // Only Latin words tell letters apart by their number.
    runs: latin ? runs : new Uint8Array(runs.length).fill(1),
    severity,
    reason,
    atStart: whole || marks.includes('^') || (latin && !inside),
    atEnd: whole || marks.includes('$') || (latin && !inside),
    mayBeSpaced: !marks.includes('n') && (latin || form.length > 1),
    looseEnd: marks.includes('~'),
    consonants: !latin && alone.every((value) => value === 1),
    latin,
    mayEndPlainly: latin && !whole,
  };
}

/** The word and its abbreviations by leading consonants. */
function formsOf(entry: LexiconEntry): string[] {
  const syllables = [...entry.word];
  const full = entry.marks.includes('c');
  if (!full && !entry.marks.includes('m')) return [entry.word];
  if (syllables.length > LONGEST_ABBREVIATED || !syllables.every((s) => isHangulSyllable(s.charCodeAt(0))))
    return [entry.word];
  const forms: string[] = [];
  const all = 2 ** syllables.length;
  for (let choice = 0; choice < all; choice++) {
    if (choice === all - 1 && !full) continue;
    forms.push(
      syllables.map((syllable, i) => (choice & (1 << i) ? leadingConsonant(syllable) : syllable)).join(''),
    );
  }
  return forms;
}

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

function leadingConsonant(syllable: string): string {
  return INITIALS[initialSymbol(syllable.charCodeAt(0)) - 1] ?? syllable;
}
