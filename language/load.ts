/** The edge of the package: reads the shipped models and lists from disk. All else is pure. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { modelInvalid } from './errors.ts';
import { BinaryModel } from './model/binary-model.ts';
import { EmotionModel } from './model/emotion-model.ts';
import { LanguageScorer } from './model/language-scorer.ts';
import { SentimentModel } from './model/sentiment-model.ts';
import { parseLexicon, type LexiconEntry } from './profanity/lexicon.ts';

export interface ModelSet {
  readonly korean: LanguageScorer;
  readonly english: LanguageScorer;
  readonly profanity: readonly LexiconEntry[];
  /** Versions of all files together. */
  readonly version: string;
}

const LISTS = ['profanity-ko.tsv', 'profanity-en.tsv', 'allow-ko.tsv', 'allow-en.tsv'];

/** Folder of the shipped files: beside this module, in the sources and in the build alike. */
export const SHIPPED = new URL('./', import.meta.url);

/**
 * @param root folder that holds `models/` and `lists/`
 * @throws LanguageError when a file is missing or damaged
 */
export async function loadModels(root: URL = SHIPPED): Promise<ModelSet> {
  const [korean, english, lists] = await Promise.all([
    loadLanguage(root, 'ko'),
    loadLanguage(root, 'en'),
    Promise.all(LISTS.map((name) => readBytes(root, `lists/${name}`))),
  ]);
  const contents = lists.map((bytes) => Buffer.from(bytes).toString('utf8'));
  const versions = [korean, english].flatMap((models) => models.versions);
  for (const content of contents)
    versions.push(createHash('sha256').update(content).digest('hex').slice(0, 12));
  return {
    korean,
    english,
    profanity: contents.flatMap((content, i) => parseLexicon(LISTS[i] as string, content)),
    version: versions.join(' '),
  };
}

async function loadLanguage(root: URL, language: 'ko' | 'en'): Promise<LanguageScorer> {
  const read = (kind: string): Promise<Uint8Array> => readBytes(root, `models/${kind}.bin`);
  const [sentiment, emotion, abuse] = [
    `sentiment-${language}`,
    `emotion-${language}`,
    `abuse-${language}`,
  ] as const;
  const [sentimentBytes, emotionBytes, abuseBytes] = await Promise.all([
    read(sentiment),
    read(emotion),
    read(abuse),
  ]);
  return new LanguageScorer({
    language,
    sentiment: SentimentModel.decode(sentiment, sentimentBytes, sentiment),
    emotion: EmotionModel.decode(emotion, emotionBytes, emotion),
    abuse: BinaryModel.decode(abuse, abuseBytes, abuse),
  });
}

async function readBytes(root: URL, path: string): Promise<Uint8Array> {
  try {
    return await readFile(new URL(path, root));
  } catch (cause) {
    throw modelInvalid(path, 'is missing or cannot be read', cause);
  }
}
