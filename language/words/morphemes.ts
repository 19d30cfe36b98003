/** Korean morphemes by garu-ko, reduced to what the analysis needs. */
import { Garu, type Token } from 'garu-ko';

/** One morpheme: its text and its part of speech in the Sejong tag set (NNG noun, VV verb, JKS particle …). */
export interface Morpheme {
  readonly text: string;
  readonly pos: string;
}

export type MorphemeAnalyser = (word: string) => readonly Morpheme[];

/** Loads the Korean analyser. The returned function never throws; a word it cannot read is one noun. */
export async function loadMorphemeAnalyser(): Promise<MorphemeAnalyser> {
  const garu = await loadQuietly();
  return (word) => {
    try {
      const result = garu.analyze(word);
      const tokens: readonly Token[] = Array.isArray(result) ? (result[0]?.tokens ?? []) : result.tokens;
      return tokens.map((token) => ({ text: token.text, pos: token.pos }));
    } catch {
      return [{ text: word, pos: 'NNG' }];
    }
  };
}

/** The package prints a notice of its bundler on load, of no use to a reader of our output. */
async function loadQuietly(): Promise<Garu> {
  const warn = console.warn;
  console.warn = (...words: unknown[]) => {
    if (typeof words[0] === 'string' && words[0].startsWith('using deprecated parameters')) return;
    warn(...words);
  };
  try {
    return await Garu.load();
  } finally {
    console.warn = warn;
  }
}
