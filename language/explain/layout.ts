/** Where letters and words lie in a normalised text. Places count code points of the text without spaces. */
import type { NormalisedText } from '../text/normalise.ts';

const SPACE = 0x20;

/** A stretch of the text without spaces, end exclusive. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export class Layout {
  readonly words: readonly Place[];
  readonly #text: NormalisedText;
  /** For every code point, how many before it are no spaces. */
  readonly #joinedOf: Int32Array;
  /** Where each code point that is no space lies among all. */
  readonly #codeOf: Int32Array;
  /** The word of each code point that is no space. */
  readonly #wordOf: Int32Array;

  /** Holds as long as `text` is not read anew. */
  constructor(text: NormalisedText) {
    this.#text = text;
    this.#joinedOf = new Int32Array(text.length + 1);
    this.#codeOf = new Int32Array(text.joinedLength);
    let joined = 0;
    for (let i = 0; i < text.length; i++) {
      this.#joinedOf[i] = joined;
      if (text.codes[i] !== SPACE) this.#codeOf[joined++] = i;
    }
    this.#joinedOf[text.length] = joined;
    this.words = Array.from({ length: text.wordCount }, (_, w) =>
      this.place(text.wordStarts[w] as number, text.wordEnds[w] as number),
    );
    this.#wordOf = new Int32Array(joined);
    this.words.forEach(({ from, to }, w) => this.#wordOf.fill(w, from, to));
  }

  /** The place of the code points `from` to `to` (exclusive), spaces at the ends left out. */
  place(from: number, to: number): Place {
    return { from: this.#joinedOf[from] as number, to: this.#joinedOf[to] as number };
  }

  /** A place as a reader sees it, with the spaces inside. */
  textAt({ from, to }: Place): string {
    if (from >= to) return '';
    return this.codesText(this.#codeOf[from] as number, (this.#codeOf[to - 1] as number) + 1);
  }

  codesText(start: number, end: number): string {
    return String.fromCodePoint(...this.#text.codes.subarray(start, end));
  }

  /** The word that the code point at a place of the text without spaces belongs to. */
  wordAt(joined: number): number {
    return this.#wordOf[joined] as number;
  }
}
