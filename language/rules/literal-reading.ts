/** A text as words are looked for in it literally, with a map back to the text as it was written. */
import { isCombiningMark, isConjoiningJamo, isInvisible, narrow } from '../text/chars.ts';

const JOINER = 0x200d;

/** Letter case, width, invisible characters and letters in parts make no difference; all else does. */
export class LiteralReading {
  readonly text: string;
  /** Where each UTF-16 unit of `text` comes from; undefined where it stands at its own place. */
  readonly #starts: readonly number[] | undefined;
  readonly #ends: readonly number[] | undefined;

  constructor(source: string) {
    if (isAsWritten(source)) {
      this.text = source;
      return;
    }
    const starts: number[] = [];
    const ends: number[] = [];
    let text = '';
    for (const letter of lettersOf(source)) {
      const read = letter.codes.toLowerCase().normalize('NFC');
      text += read;
      for (let i = 0; i < read.length; i++) {
        starts.push(letter.start);
        ends.push(letter.end);
      }
    }
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** The place in the source of `text.slice(start, end)`, which must not be empty. */
  place(start: number, end: number): { readonly start: number; readonly end: number } {
    return { start: this.#starts?.[start] ?? start, end: this.#ends?.[end - 1] ?? end };
  }
}

/** The commonest texts are read as they stand: printable ASCII, Korean, kana and Han. Capitals are the pattern's. */
function isAsWritten(source: string): boolean {
  return /^[ -~ㄱ-ㅣ가-힣ぁ-ゖァ-ヺ一-鿿]*$/.test(source);
}

/** A letter with its marks, or a syllable with its parts. */
interface Letter {
  readonly codes: string;
  readonly start: number;
  readonly end: number;
}

function* lettersOf(source: string): Generator<Letter> {
  let codes = '';
  let start = 0;
  let end = 0;
  for (let at = 0; at < source.length;) {
    const code = source.codePointAt(at) as number;
    const after = at + (code > 0xffff ? 2 : 1);
    if (isInvisible(code) && !joinsPictures(source, at)) {
      at = after;
      continue;
    }
    const read = readable(code);
    const first = read.codePointAt(0) as number;
    if (codes !== '' && !goesOn(first)) {
      yield { codes, start, end };
      codes = '';
    }
    if (codes === '') start = at;
    codes += read;
    end = after;
    at = after;
  }
  if (codes !== '') yield { codes, start, end };
}

/** Whether a character belongs to the letter before it: a mark, or the vowel or the end of a syllable in parts. */
function goesOn(code: number): boolean {
  if (isCombiningMark(code)) return true;
  const isInitial = (code >= 0x1100 && code <= 0x115f) || (code >= 0xa960 && code <= 0xa97c);
  return isConjoiningJamo(code) && !isInitial;
}

/** A joiner within an emoji is a part of it: a family is not three people. */
function joinsPictures(source: string, at: number): boolean {
  if (source.charCodeAt(at) !== JOINER) return false;
  return /^\p{Extended_Pictographic}/u.test(source.slice(at + 1, at + 3));
}

/**
 * Full-width, half-width, mathematical and circled characters as the plain ones. Half-width jamo become those that chat
 * writes; other characters keep their compatibility form.
 */
function readable(code: number): string {
  const plain = narrow(code);
  if (plain !== code) return String.fromCodePoint(plain);
  const isDressed =
    (code >= 0xff00 && code <= 0xffef) ||
    (code >= 0x1d400 && code <= 0x1d7ff) ||
    (code >= 0x2460 && code <= 0x2473) ||
    (code >= 0x24b6 && code <= 0x24ea);
  // A lone half of a surrogate pair is kept as it is.
  const letter = String.fromCodePoint(code);
  return isDressed ? letter.normalize('NFKC') : letter;
}
