import type { MorphemeAnalyser } from '../words/morphemes.ts';
import { numberOf } from '../words/word-entry.ts';

/** Remembers the text of every morpheme that passes, since entries of words keep only numbers. */
export class MorphemeNames {
  readonly analyse: MorphemeAnalyser;
  readonly #names = new Map<number, string>();

  constructor(analyse: MorphemeAnalyser) {
    this.analyse = (word) => {
      const morphemes = analyse(word);
      for (const morpheme of morphemes) this.#names.set(numberOf(morpheme), morpheme.text);
      return morphemes;
    };
  }

  /** Undefined for what did not come from the analyser: Latin words, laughs, marks. */
  of(morpheme: number): string | undefined {
    return this.#names.get(morpheme);
  }
}
