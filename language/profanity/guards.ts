/** Whether a run of symbols that spells a listed word is that word where it stands. */
import { Folder } from './fold.ts';
import {
  ENDS_SYLLABLE,
  GAP_MARK,
  GAP_NONE,
  GAP_PUNCTUATION,
  GAP_WALL,
  STANDS_ALONE,
  STARTS_SYLLABLE,
  type FoldedText,
} from './folded-text.ts';
import type { Pattern } from './patterns.ts';
import { isKoreanSymbol, isLatinSymbol, isVowelSymbol, LAUGHS, latinSymbol } from './symbols.ts';

/** Most Korean symbols of a particle or ending that may follow a word marked `$`. */
const LONGEST_PARTICLE = 9;
/** English endings after which a whole word is still itself: fucks, bitches, asses. */
const LATIN_ENDINGS = ['s', 'es', 'z', 'ed', 'er', 'ers', 'in', 'ing', 'y'].map((ending) =>
  Uint8Array.from(ending, (letter) => latinSymbol(letter.charCodeAt(0))),
);

export function stands(pattern: Pattern, text: FoldedText, start: number, end: number): boolean {
  if (start < 0 || ((text.flags[start] as number) & STARTS_SYLLABLE) === 0) return false;
  if (!pattern.looseEnd && ((text.flags[end] as number) & ENDS_SYLLABLE) === 0) return false;
  const widest = checkLetters(pattern, text, start, end);
  if (widest >= GAP_WALL) return false;
  const spaced = widest > GAP_MARK;
  if (spaced && (!pattern.mayBeSpaced || !spellsOut(pattern, text, start, end))) return false;
  const atStart = beginsWord(text, start);
  if ((pattern.atStart || spaced) && !atStart) return false;
  if ((pattern.atEnd || spaced) && !endsWord(pattern, text, end)) return false;
  if ((pattern.alone[0] === 1 || pattern.consonants) && !freeOfConsonants(text, start, end)) return false;
  return true;
}

/** Widest gap between the letters, or a wall if a letter is not written as the pattern asks. */
function checkLetters(pattern: Pattern, text: FoldedText, start: number, end: number): number {
  let widest = GAP_NONE;
  for (let i = start; i <= end; i++) {
    if (pattern.alone[i - start] === 1 && ((text.flags[i] as number) & STANDS_ALONE) === 0) return GAP_WALL;
    if ((text.runs[i] as number) < (pattern.runs[i - start] as number)) return GAP_WALL;
    if (i > start) widest = Math.max(widest, text.gaps[i] as number);
  }
  return widest;
}

/** Spaced Latin words count only letter by letter (f u c k), so that "has hit" is nothing. */
function spellsOut(pattern: Pattern, text: FoldedText, start: number, end: number): boolean {
  if (!pattern.latin) return true;
  if (end - start < 2) return false;
  for (let i = start + 1; i <= end; i++) if ((text.gaps[i] as number) === GAP_NONE) return false;
  return true;
}

/** Whether a word begins at symbol i: after a gap, or where the script changes. */
export function beginsWord(text: FoldedText, i: number): boolean {
  return (
    i === 0 || (text.gaps[i] as number) >= GAP_PUNCTUATION || scriptOf(text, i - 1) !== scriptOf(text, i)
  );
}

function endsWord(pattern: Pattern, text: FoldedText, end: number): boolean {
  const next = end + 1;
  if (
    next >= text.length ||
    beginsWord(text, next) ||
    ((text.gaps[next] as number) === GAP_MARK && pattern.latin)
  )
    return true;
  return pattern.latin ? pattern.mayEndPlainly && endsAfter(text, next) : particleFollows(text, next);
}

function endsAfter(text: FoldedText, next: number): boolean {
  return LATIN_ENDINGS.some((ending) => {
    for (let i = 0; i < ending.length; i++)
      if (text.symbols[next + i] !== ending[i] || next + i >= text.length) return false;
    const after = next + ending.length;
    return after >= text.length || beginsWord(text, after);
  });
}

/** Particles and endings that may follow a word marked `$`, as symbols joined by commas. */
const particles: ReadonlySet<string> = new Set(
  [
    '은',
    '는',
    '이',
    '가',
    '을',
    '를',
    '도',
    '의',
    '에',
    '로',
    '와',
    '과',
    '랑',
    '이랑',
    '만',
    '야',
    '아',
    '이야',
    '이다',
    '임',
    '이네',
    '네',
    '이냐',
    '냐',
    '들',
    '들이',
    '들아',
    '들은',
    '들을',
    '들도',
    '같은',
    '같이',
    '인가',
    '처럼',
    '보다',
    '한테',
    '이면',
    '인데',
    '인듯',
    '까지',
  ].map((particle) => {
    const folded = new Folder().read(particle, 'plain');
    return folded.symbols.subarray(0, folded.length).join();
  }),
);

function particleFollows(text: FoldedText, next: number): boolean {
  let spelled = '';
  for (let i = next; i < text.length && i < next + LONGEST_PARTICLE; i++) {
    spelled += i === next ? String(text.symbols[i]) : `,${text.symbols[i]}`;
    if ((i + 1 >= text.length || beginsWord(text, i + 1)) && particles.has(spelled)) return true;
  }
  return false;
}

/** Latin, Korean syllables, Korean letters on their own, digits: a change between them ends a word. */
function scriptOf(text: FoldedText, i: number): number {
  const symbol = text.symbols[i] as number;
  if (isLatinSymbol(symbol)) return 1;
  if (!isKoreanSymbol(symbol)) return 4;
  return ((text.flags[i] as number) & STANDS_ALONE) !== 0 ? 3 : 2;
}

/** ㅅㅂ is a word only if no other single consonants touch it, laughs and abbreviations of two letters aside. */
function freeOfConsonants(text: FoldedText, start: number, end: number): boolean {
  return sideIsFree(text, start, -1) && sideIsFree(text, end, 1);
}

function sideIsFree(text: FoldedText, edge: number, direction: 1 | -1): boolean {
  let count = 0;
  for (let i = edge + direction; i >= 0 && i < text.length; i += direction) {
    const gapAt = direction === 1 ? i : i + 1;
    if ((text.gaps[gapAt] as number) >= GAP_PUNCTUATION) break;
    const symbol = text.symbols[i] as number;
    if (((text.flags[i] as number) & STANDS_ALONE) === 0 || !isKoreanSymbol(symbol)) break;
    if (LAUGHS.has(symbol) || isVowelSymbol(symbol)) break;
    if (++count > 2) return false;
  }
  // One consonant more makes another abbreviation (ㅅㅂㅇ); two are a word of their own (ㄹㅇㅅㅂ).
  return count !== 1 || direction === 1;
}
