/** Compiles entries of the word lists into symbol patterns with their conditions. */
import { Folder } from './fold.ts';
import { STANDS_ALONE } from './folded-text.ts';
import { formsOf, isLatinForm, type Form } from './forms.ts';
import type { LexiconEntry, Severity } from './lexicon.ts';

export interface Pattern {
  /** The word of the list. */
  readonly entry: string;
  readonly symbols: Uint8Array;
  /** 1 where the text must have a letter on its own: the abbreviated part of ㅅ발. */
  readonly alone: Uint8Array;
  /** How often the text must repeat each symbol at least (ass needs two s). */
  readonly runs: Uint8Array;
  /** The symbol before which a mark must stand in for a letter (f*ck); 0 for none. */
  readonly hidden: number;
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

export function compilePatterns(entries: readonly LexiconEntry[]): Pattern[] {
  const folder = new Folder();
  const patterns: Pattern[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    for (const form of formsOf(entry)) {
      const folded = folder.read(form.text, 'disguised');
      const { length } = folded;
      const alone = new Uint8Array(length);
      const isAbbreviated = !isLatinForm(form.text) && !form.typed;
      for (let i = 0; i < length; i++)
        alone[i] = isAbbreviated && ((folded.flags[i] as number) & STANDS_ALONE) !== 0 ? 1 : 0;
      const symbols = folded.symbols.slice(0, length);
      const runs = folded.runs.slice(0, length);
      const hidden =
        form.hiddenAt === undefined ? 0 : folder.read(form.text.slice(0, form.hiddenAt), 'disguised').length;
      const pattern = conditions(entry, form, { symbols, alone, runs, hidden });
      const identity = [pattern.symbols, pattern.alone, pattern.runs, hidden, pattern.severity === 0].join(
        '|',
      );
      if (length === 0 || seen.has(identity)) continue;
      seen.add(identity);
      patterns.push(pattern);
    }
  }
  return patterns;
}

function conditions(
  entry: LexiconEntry,
  { text, typed = false }: Form,
  letters: Pick<Pattern, 'symbols' | 'alone' | 'runs' | 'hidden'>,
): Pattern {
  const { marks, severity, reason } = entry;
  const { alone, runs, hidden } = letters;
  const latin = isLatinForm(text);
  const whole = marks.includes('=') || typed;
  const inside = !typed && hidden === 0 && (marks.includes('+') || severity === 0);
  return {
    ...letters,
    entry: entry.word,
    // Only Latin words tell letters apart by their number.
    runs: latin && !typed ? runs : new Uint8Array(runs.length).fill(1),
    severity,
    reason,
    atStart: whole || marks.includes('^') || (latin && !inside),
    atEnd: whole || marks.includes('$') || (latin && !inside),
    mayBeSpaced: !typed && hidden === 0 && !marks.includes('n') && (latin || text.length > 1),
    looseEnd: marks.includes('~') && !typed,
    consonants: !latin && alone.every((value) => value === 1),
    latin,
    mayEndPlainly: latin && !whole,
  };
}
