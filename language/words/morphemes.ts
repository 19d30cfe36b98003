/** Korean morphemes by garu-ko, reduced to what the analysis needs. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Garu, type Token } from 'garu-ko';
import { initSync } from 'garu-ko/pkg/garu_wasm.js';

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
      return settled(tokens);
    } catch {
      return [{ text: word, pos: 'NNG' }];
    }
  };
}

/**
 * The analyser breaks ties between two readings of a whole word as one morpheme by chance, so that the same word
 * could come out differently the next time. Here such ties always go one way: a bare root or verb stem is a noun,
 * a number is a determiner, an ending does not end the sentence.
 */
const SETTLED: Readonly<Record<string, string>> = { XR: 'NNG', VV: 'NNG', VA: 'NNG', NR: 'MM', EF: 'EC' };

function settled(tokens: readonly Token[]): readonly Morpheme[] {
  const [only] = tokens;
  if (tokens.length === 1 && only !== undefined)
    return [{ text: only.text, pos: SETTLED[only.pos] ?? only.pos }];
  return tokens.map(({ text, pos }) => ({ text, pos }));
}

/**
 * Compiles the package's WebAssembly before the package does: its own call uses an outdated form that prints a
 * notice on every start and makes Node load all that `fetch` needs, and does nothing once the module is there.
 */
async function loadQuietly(): Promise<Garu> {
  const file = createRequire(import.meta.url).resolve('garu-ko/pkg/garu_wasm_bg.wasm');
  initSync({ module: await readFile(file) });
  return Garu.load();
}
