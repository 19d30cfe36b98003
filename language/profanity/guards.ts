/** Whether a run of symbols that spells a listed word is that word where it stands. */
import { Folder } from './fold.ts';
import {
  AFTER_DIGIT,
  COUNTER,
  ENDS_SYLLABLE,
  GAP_HIDDEN,
  GAP_MARK,
  GAP_NONE,
  GAP_PUNCTUATION,
  GAP_SPACE,
  GAP_WALL,
  REPLACED,
  STANDS_ALONE,
  STARTS_SYLLABLE,
  type FoldedText,
} from './folded-text.ts';
import type { Pattern } from './patterns.ts';
import { isInPieces } from './pieces.ts';
import { I, isKoreanSymbol, isLatinSymbol, isVowelSymbol, LAUGHS, latinSymbol, U } from './symbols.ts';

/** Most Korean symbols of a particle or ending that may follow a word marked `$`. */
const LONGEST_PARTICLE = 9;
/** English endings after which a whole word is still itself: fucks, bitches, asses. */
const LATIN_ENDINGS = ['s', 'es', 'z', 'ed', 'er', 'ers', 'in', 'ing'].map((ending) =>
  Uint8Array.from(ending, (letter) => latinSymbol(letter.charCodeAt(0))),
);

export function stands(pattern: Pattern, text: FoldedText, start: number, end: number): boolean {
  if (start < 0) return false;
  const first = text.flags[start] as number;
  if ((first & STARTS_SYLLABLE) === 0 || ((first & COUNTER) !== 0 && pattern.severity > 0)) return false;
  if (pattern.alike && !text.alike) return false;
  if (!pattern.looseEnd && ((text.flags[end] as number) & ENDS_SYLLABLE) === 0) return false;
  const widest = checkLetters(pattern, text, start, end);
  if (widest >= GAP_WALL) return false;
  if (pattern.hidden > 0 && widest >= GAP_SPACE) return false;
  const spaced = pattern.hidden === 0 && widest > GAP_MARK;
  if (spaced && (!pattern.mayBeSpaced || !mayBeSpacedHere(pattern, text, start, end))) return false;
  if (pattern.severity === 0 && !pattern.mayBeSpaced && widest > GAP_HIDDEN) return false;
  const atStart = beginsWord(text, start);
  if (pattern.goesOn ? atStart : (pattern.atStart || spaced) && !atStart) return false;
  const atEnd = (): boolean => endsWord(pattern, text, end);
  if ((pattern.atEnd || (spaced && pattern.severity > 0)) && !atEnd()) return false;
  // 다시~발표: with a mark within, one side at least is a word's.
  if (widest > GAP_HIDDEN && pattern.severity > 0 && !pattern.latin && !atStart && !atEnd()) return false;
  if ((pattern.alone[0] === 1 || pattern.consonants) && !freeOfConsonants(text, start, end)) return false;
  return true;
}

/** Widest gap between the letters, or a wall if a letter is not written as the pattern asks. */
function checkLetters(pattern: Pattern, text: FoldedText, start: number, end: number): number {
  let widest = GAP_NONE;
  for (let i = start; i <= end; i++) {
    if (pattern.alone[i - start] === 1 && ((text.flags[i] as number) & STANDS_ALONE) === 0) return GAP_WALL;
    if (pattern.ownLetters && ((text.flags[i] as number) & REPLACED) !== 0) return GAP_WALL;
    const run = text.runs[i] as number;
    const asked = pattern.runs[i - start] as number;
    if (run < asked) return GAP_WALL;
    // ㅈㅈ and ㅅㅅ are words of their own, and no beginning of another one.
    if (i === start && run === 2 && pattern.alone[0] === 1 && !pattern.consonants) return GAP_WALL;
    // Two letters that are read as one: tilts has not the letters of tits.
    if (text.alike && run === 2 && asked === 1 && isMerged(text.symbols[i] as number)) return GAP_WALL;
    if (i === start) continue;
    const gap = text.gaps[i] as number;
    // 그 10년: the number belongs to what it counts.
    if (gap >= GAP_SPACE && ((text.flags[i] as number) & COUNTER) !== 0) return GAP_WALL;
    widest = Math.max(widest, gap);
  }
  return widest;
}

function isMerged(symbol: number): boolean {
  return symbol === I || symbol === U;
}

/** Latin words with spaces count letter by letter (f u c k) or in pieces that are no words (fu ck): "has hit" is nothing. */
function mayBeSpacedHere(pattern: Pattern, text: FoldedText, start: number, end: number): boolean {
  if (!pattern.latin || pattern.entry.includes(' ')) return true;
  if (end - start < 2) return false;
  let spelled = true;
  for (let i = start + 1; i <= end && spelled; i++) spelled = (text.gaps[i] as number) !== GAP_NONE;
  return spelled || (pattern.mayBeInPieces && isInPieces(text, start, end));
}

/** Whether a word begins at symbol i: after a gap, or where the script changes, but not after a number. */
export function beginsWord(text: FoldedText, i: number): boolean {
  if (((text.flags[i] as number) & AFTER_DIGIT) !== 0) return false;
  return (
    i === 0 || (text.gaps[i] as number) >= GAP_PUNCTUATION || scriptOf(text, i - 1) !== scriptOf(text, i)
  );
}

function endsWord(pattern: Pattern, text: FoldedText, end: number): boolean {
  const next = end + 1;
  if (next >= text.length || beginsWord(text, next) || (text.gaps[next] as number) === GAP_MARK) return true;
  if (pattern.symbols.length > 2 && isLaugh(text, next)) return true;
  return pattern.latin ? pattern.mayEndPlainly && endsAfter(text, next) : particleFollows(text, next);
}

function isLaugh(text: FoldedText, i: number): boolean {
  return LAUGHS.has(text.symbols[i] as number) && ((text.flags[i] as number) & STANDS_ALONE) !== 0;
}

function endsAfter(text: FoldedText, next: number): boolean {
  return LATIN_ENDINGS.some((ending) => {
    for (let i = 0; i < ending.length; i++)
      if (text.symbols[next + i] !== ending[i] || next + i >= text.length || text.runs[next + i] === 2)
        return false;
    const after = next + ending.length;
    return after >= text.length || beginsWord(text, after);
  });
}

/** Particles and endings that may follow a word marked `$`, as symbols joined by commas. */
const PARTICLES =
  `은 는 이 가 을 를 도 의 에 로 와 과 랑 이랑 만 야 아 이야 이다 임 이네 네 이냐 냐 같은 같이 인가 처럼 보다 한테 이면
  인데 인듯 까지`.split(/\s+/);
const particles: ReadonlySet<string> = new Set(
  [...PARTICLES, '들', ...PARTICLES.map((particle) => `들${particle}`)].map((particle) => {
    const folded = new Folder().read(particle, 'listed');
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
