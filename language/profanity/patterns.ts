/** Compiles entries of the word lists into symbol patterns with their conditions. */
import { Folder, type Reading } from './fold.ts';
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
  /** The symbol before which marks must stand in for letters (f*ck); 0 for none. */
  readonly hidden: number;
  /** How many letters they stand for. */
  readonly hiddenLetters: number;
  /** Found only where letters that look alike are read as one. */
  readonly alike: boolean;
  /** Not where a letter stands for another one: plss is not piss, though pi55 is. */
  readonly ownLetters: boolean;
  readonly severity: Severity;
  readonly reason: string;
  /** A listed word written in full, not one of its disguises. */
  readonly isWord: boolean;
  /** The word must go on before it. */
  readonly goesOn: boolean;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly mayBeSpaced: boolean;
  /** Whether spaces may cut it anywhere (fu ck), not only between all letters. */
  readonly mayBeInPieces: boolean;
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
      for (const reading of readingsOf(form, entry)) {
        const folded = folder.read(form.text, reading);
        const { length } = folded;
        const alone = new Uint8Array(length);
        const isAbbreviated = !isLatinForm(form.text) && !form.typed;
        for (let i = 0; i < length; i++)
          alone[i] = isAbbreviated && ((folded.flags[i] as number) & STANDS_ALONE) !== 0 ? 1 : 0;
        const symbols = folded.symbols.slice(0, length);
        const runs = folded.runs.slice(0, length);
        const hidden =
          form.hiddenAt === undefined ? 0 : folder.read(form.text.slice(0, form.hiddenAt), reading).length;
        const alike = reading === 'listedAlike';
        const pattern = conditions(entry, form, { symbols, alone, runs, hidden, alike });
        const identity = identityOf(pattern, form);
        if (length === 0 || seen.has(identity)) continue;
        seen.add(identity);
        patterns.push(pattern);
      }
    }
  }
  return patterns;
}

/** Patterns of one identity are found at the same places; the first one of the lists counts. */
function identityOf({ symbols, alone, runs, hidden, hiddenLetters, severity }: Pattern, form: Form): string {
  const kind = (form.typed === true ? 2 : 0) + (severity === 0 ? 1 : 0);
  return String.fromCharCode(hidden, hiddenLetters, kind, ...symbols, ...alone, ...runs);
}

/** Letters that look like others, which only longer words are matched by. */
const AMBIGUOUS = /[lyvwzq]/;
const STRONG = 2;
const SHORTEST_ALIKE = 4;

/** An innocent word is itself in every reading. */
function readingsOf({ text, hiddenAt, typed = false }: Form, { severity }: LexiconEntry): readonly Reading[] {
  const alike =
    AMBIGUOUS.test(text) &&
    !typed &&
    hiddenAt === undefined &&
    (severity === 0 || text.length >= SHORTEST_ALIKE);
  return alike ? ['listed', 'listedAlike'] : ['listed'];
}

function conditions(
  entry: LexiconEntry,
  { text, typed = false }: Form,
  letters: Pick<Pattern, 'symbols' | 'alone' | 'runs' | 'hidden' | 'alike'>,
): Pattern {
  const { marks, severity, reason } = entry;
  const { symbols, alone, runs, hidden, alike } = letters;
  const latin = isLatinForm(text);
  const whole = marks.includes('=') || typed;
  const inside = !typed && hidden === 0 && (marks.includes('+') || severity === 0);
  return {
    entry: entry.word,
    symbols,
    alone,
    // Only Latin words tell letters apart by their number.
    runs: latin ? runs : new Uint8Array(runs.length).fill(1),
    hidden,
    hiddenLetters: hidden === 0 ? 0 : text.split('*').length - 1,
    alike,
    severity,
    reason,
    atStart: whole || marks.includes('^') || (latin && !inside),
    atEnd: hidden !== symbols.length && (whole || marks.includes('$') || (latin && !inside)),
    mayBeSpaced: !typed && hidden === 0 && !marks.includes('n') && (latin || text.length > 1),
    isWord: severity > 0 && !typed && hidden === 0 && text === entry.word && text.length > 1,
    goesOn: marks.includes('-'),
    ownLetters: marks.includes('!'),
    mayBeInPieces: latin && severity >= STRONG && !marks.includes('='),
    looseEnd: marks.includes('~') && !typed,
    consonants: !latin && alone.every((value) => value === 1),
    latin,
    mayEndPlainly: latin && !whole,
  };
}
