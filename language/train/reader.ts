/** Turns training texts into features with the very code that reads messages. */
import { EnglishFeatures } from '../features/english.ts';
import type { KeySet } from '../features/key-set.ts';
import { KoreanFeatures } from '../features/korean.ts';
import { NormalisedText } from '../text/normalise.ts';
import { loadMorphemeAnalyser } from '../words/morphemes.ts';
import { WordReader } from '../words/word-reader.ts';

export type Reader = (text: string) => KeySet;

/** Training sees far more words than one chat, so its cache is larger. */
const CACHED_WORDS = 2_000_000;

export async function koreanReader(): Promise<Reader> {
  const words = new WordReader(await loadMorphemeAnalyser(), CACHED_WORDS);
  const text = new NormalisedText();
  const features = new KoreanFeatures();
  return (source) => {
    text.read(source);
    return features.extract(text, words.read(text));
  };
}

export function englishReader(): Reader {
  const text = new NormalisedText();
  const features = new EnglishFeatures();
  return (source) => {
    text.read(source);
    return features.extract(text);
  };
}
