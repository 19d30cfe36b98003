/** The emotion word lists as a table of feature keys with one column a class, and one for the marks of prose. */
import { readFileSync } from 'node:fs';
import { keyOf, step } from '../features/hash.ts';
import { JOINED_GRAM_KIND, SUFFIX } from '../features/korean.ts';
import { ENGLISH_WORD_KIND } from '../features/english.ts';
import { LEXICON_COLUMNS } from '../model/emotion-model.ts';
import { encodeTable } from '../model/feature-table.ts';
import { EMOTIONS, type Emotion } from '../types.ts';

const LONGEST_STEM = 6;
/**
 * How a sentence of Korean prose ends; chat and comments seldom do. There the learned weights know little and one listed
 * word says much, so that it may count for more.
 */
const PROSE_ENDINGS = ['다.', '다'];

/** Bytes of the table for the list `name` in `lists/`. */
export function emotionLexicon(language: 'ko' | 'en'): Uint8Array {
  const file = new URL(`../lists/emotion-${language}.tsv`, import.meta.url);
  const rows = new Map<number, Set<number>>();
  if (language === 'ko')
    for (const ending of PROSE_ENDINGS) rows.set(endingKey(ending), new Set([EMOTIONS.length]));
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [stem = '', emotion = ''] = line.trimEnd().split('\t');
    if (!isEmotion(emotion)) throw new Error(`${file.pathname}: "${emotion}" is no emotion`);
    if (language === 'ko' && [...stem].length > LONGEST_STEM)
      throw new Error(`${file.pathname}: "${stem}" is too long`);
    const key = language === 'ko' ? gramKey(stem) : wordKey(stem);
    rows.set(key, (rows.get(key) ?? new Set()).add(EMOTIONS.indexOf(emotion)));
  }
  const keys = Uint32Array.from(rows.keys()).sort();
  const weights = new Float32Array(keys.length * LEXICON_COLUMNS);
  keys.forEach((key, row) => {
    for (const column of rows.get(key) ?? []) weights[row * LEXICON_COLUMNS + column] = 1;
  });
  return encodeTable(keys, weights, LEXICON_COLUMNS, 2);
}

function isEmotion(name: string): name is Emotion {
  return (EMOTIONS as readonly string[]).includes(name);
}

function hashOf(text: string): number {
  return [...text].reduce((hash, letter) => step(hash, letter.codePointAt(0) ?? 0), 0);
}

function gramKey(stem: string): number {
  return keyOf(hashOf(stem), JOINED_GRAM_KIND);
}

/** Endings are hashed from the last letter to the first. */
function endingKey(ending: string): number {
  return keyOf(hashOf([...ending].reverse().join('')), SUFFIX);
}

function wordKey(word: string): number {
  return keyOf(step(0, hashOf(word)), ENGLISH_WORD_KIND);
}
