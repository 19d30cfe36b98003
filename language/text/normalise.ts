/**
 * The text as the scores see it: code points, lower-case, full-width made narrow, invisible characters
 * dropped, white space collapsed, runs of one character cut to two, one space at both ends.
 *
 * NFKC is avoided: it tears compatibility jamo (ㅋ, ㅅㅂ) out of shape.
 */
import { isCombiningMark, isConjoiningJamo, isInvisible, isSpace, lowerAscii, narrow } from './chars.ts';

/** Scores read at most this many UTF-16 units of a text; masking reads all of it. */
export const SCORED_UNITS = 1024;
/** Scores read at most this many normalised code points. */
export const SCORED_CODES = 512;
const SPACE = 0x20;
const REPLACEMENT = 0xfffd;

/** A part of a text, UTF-16 units, end exclusive. */
interface Blank {
  readonly start: number;
  readonly end: number;
}

/** A normalised text in buffers that are used again for the next one. */
export class NormalisedText {
  /** Code points with one space at both ends: ` like this `. */
  readonly codes = new Int32Array(SCORED_CODES + 2);
  length = 0;
  /** The same without any space. */
  readonly joined = new Int32Array(SCORED_CODES);
  joinedLength = 0;
  /** Words between spaces: `codes[wordStarts[i]..wordEnds[i])`. */
  readonly wordStarts = new Int32Array(SCORED_CODES);
  readonly wordEnds = new Int32Array(SCORED_CODES);
  /** Where word i lies in the original text, UTF-16 units. */
  readonly sourceStarts = new Int32Array(SCORED_CODES);
  readonly sourceEnds = new Int32Array(SCORED_CODES);
  wordCount = 0;

  /** Reads `text`. The parts in `blanks` (sorted by start) count as spaces. */
  read(text: string, blanks: readonly Blank[] = []): void {
    let source = text.length > SCORED_UNITS ? text.slice(0, SCORED_UNITS) : text;
    // Joining letters moves offsets, so it is done only where a text needs it; masks never use these offsets.
    if (needsComposing(source) && blanks.length === 0) source = source.normalize('NFC');
    this.#start();
    let nextBlank = 0;
    for (let at = 0; at < source.length;) {
      const blank = blanks[nextBlank];
      if (blank !== undefined && at >= blank.start) {
        nextBlank++;
        if (blank.end > at) {
          this.#push(SPACE, at);
          at = blank.end;
        }
        continue;
      }
      const code = source.codePointAt(at) as number;
      this.#push(code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code, at);
      at += code > 0xffff ? 2 : 1;
      if (this.length >= SCORED_CODES) break;
    }
    this.#finish(source.length);
  }

  #start(): void {
    this.codes[0] = SPACE;
    this.length = 1;
    this.joinedLength = 0;
    this.wordCount = 0;
  }

  #push(raw: number, at: number): void {
    if (raw > 0xac && isInvisible(raw)) return;
    const last = this.codes[this.length - 1] as number;
    if (isSpace(raw) || raw < 0x20) {
      if (last !== SPACE) this.#endWord(at);
      return;
    }
    const code = raw < 0x80 ? lowerAscii(raw) : lowerAscii(narrow(raw));
    if (last === SPACE) {
      this.wordStarts[this.wordCount] = this.length;
      this.sourceStarts[this.wordCount] = at;
    } else if (code === last && this.length > 1 && this.codes[this.length - 2] === code) {
      return;
    }
    this.codes[this.length++] = code;
    this.joined[this.joinedLength++] = code;
  }

  #endWord(at: number): void {
    this.wordEnds[this.wordCount] = this.length;
    this.sourceEnds[this.wordCount] = at;
    this.wordCount++;
    this.codes[this.length++] = SPACE;
  }

  #finish(sourceLength: number): void {
    if (this.codes[this.length - 1] !== SPACE) this.#endWord(sourceLength);
  }

  /** The normalised word i as a string. Allocates; for caches to use when they miss. */
  wordText(index: number): string {
    return textOf(this.codes, this.wordStarts[index] as number, this.wordEnds[index] as number);
  }
}

function textOf(codes: Int32Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCodePoint(codes[i] as number);
  return text;
}

/** Whether a text holds letters in parts, which are joined before it is read. */
export function needsComposing(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x300 && (isCombiningMark(unit) || isConjoiningJamo(unit))) return true;
  }
  return false;
}
