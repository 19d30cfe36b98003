/**
 * A text as symbols with the way back to its UTF-16 offsets. Invisible characters vanish; punctuation, digits
 * and spaces become gaps between symbols; a stretched letter (fuuuck, 시이이발) becomes one symbol with a run length.
 */
export const GAP_NONE = 0;
/** Nothing that a reader sees. */
export const GAP_HIDDEN = 1;
/** A symbol in the middle of a word. */
export const GAP_MARK = 2;
/** Sentence punctuation, or letters that do not belong: a word may end here. */
export const GAP_PUNCTUATION = 3;
/** White space and line breaks. */
export const GAP_SPACE = 4;
/** Nothing matches across: an emote, or too many characters between. */
export const GAP_WALL = 5;

/** Bits of {@link FoldedText.flags}. */
export const STARTS_SYLLABLE = 1;
export const ENDS_SYLLABLE = 2;
/** A letter written on its own, not within a syllable. */
export const STANDS_ALONE = 4;
/** A digit stands directly before. */
export const AFTER_DIGIT = 8;
/** The syllable counts what the digit before it says: 12시, 3병, 2개. */
export const COUNTER = 16;
/** A letter that was read as another one. */
export const REPLACED = 32;

/** Above this many symbols the buffers are given back after use. */
const KEPT_CAPACITY = 1 << 14;
const START_CAPACITY = 1 << 10;

export class FoldedText {
  length = 0;
  /** Whether letters that are drawn alike are one symbol: i for l and y, u for v, a doubled u for w. */
  alike = false;
  symbols = new Uint8Array(START_CAPACITY);
  flags = new Uint8Array(START_CAPACITY);
  /** What lies before symbol i, one of the GAP_ numbers. */
  gaps = new Uint8Array(START_CAPACITY);
  /** How often the symbol was written in a row, at most 255. */
  runs = new Uint8Array(START_CAPACITY);
  starts = new Int32Array(START_CAPACITY);
  ends = new Int32Array(START_CAPACITY);

  /** Makes room for the symbols of a text of `units` UTF-16 units. */
  reserve(units: number): void {
    const needed = units * 4 + 4;
    const capacity = this.symbols.length;
    if (needed > capacity || (capacity > KEPT_CAPACITY && needed < KEPT_CAPACITY)) {
      const next = Math.max(START_CAPACITY, needed);
      this.symbols = new Uint8Array(next);
      this.flags = new Uint8Array(next);
      this.gaps = new Uint8Array(next);
      this.runs = new Uint8Array(next);
      this.starts = new Int32Array(next);
      this.ends = new Int32Array(next);
    }
    this.length = 0;
  }

  push(symbol: number, flags: number, gap: number, start: number, end: number): void {
    const i = this.length++;
    this.symbols[i] = symbol;
    this.flags[i] = flags;
    this.gaps[i] = gap;
    this.runs[i] = 1;
    this.starts[i] = start;
    this.ends[i] = end;
  }

  /** Counts a repeat of the last symbol. */
  repeatLast(end: number, times = 1): void {
    const i = this.length - 1;
    this.ends[i] = end;
    this.runs[i] = Math.min(255, (this.runs[i] as number) + times);
  }

  /** Takes what follows the last syllable as part of it. */
  extendLastSyllable(end: number): void {
    const start = this.starts[this.length - 1];
    for (let i = this.length - 1; i >= 0 && this.starts[i] === start; i--) this.ends[i] = end;
  }
}
