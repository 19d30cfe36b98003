/**
 * A text as symbols with the way back to its UTF-16 offsets. Invisible characters vanish; punctuation, digits
 * and spaces become gaps between symbols; a stretched letter (fuuuck, 시이이발) becomes one symbol with a run length.
 */
export const GAP_NONE = 0;
/** Invisible or a symbol in the middle of a word. */
export const GAP_MARK = 1;
/** Sentence punctuation: a word may end here. */
export const GAP_PUNCTUATION = 2;
export const GAP_SPACE = 3;
/** Nothing matches across: an emote, a line break, or too many characters between. */
export const GAP_WALL = 4;

/** Bits of {@link FoldedText.flags}. */
export const STARTS_SYLLABLE = 1;
export const ENDS_SYLLABLE = 2;
/** A letter written on its own, not within a syllable. */
export const STANDS_ALONE = 4;

/** Above this many symbols the buffers are given back after use. */
const KEPT_CAPACITY = 1 << 14;
const START_CAPACITY = 1 << 10;

export class FoldedText {
  length = 0;
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
  repeatLast(end: number): void {
    const i = this.length - 1;
    this.ends[i] = end;
    if ((this.runs[i] as number) < 255) this.runs[i] = (this.runs[i] as number) + 1;
  }
}
