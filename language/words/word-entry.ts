/** What is known about one word (a piece of text between spaces), worked out once and cached. */
import { hashText, step } from '../features/hash.ts';
import { isCompatJamo, isHangulSyllable, isLatin } from '../text/chars.ts';
import type { Morpheme, MorphemeAnalyser } from './morphemes.ts';

export interface WordEntry {
  /** Normalised words for lists and search: content lemmas, Latin words, emoji, laughs. */
  readonly lemmas: readonly string[];
  /** One number of 31 bits a morpheme, text and tag hashed; the lowest bit marks content words. */
  readonly morphemes: readonly number[];
}

/** The Korean analyser's time grows faster than the length on endless words, so long ones are cut. */
const LONGEST_ANALYSED = 32;
const CONTENT_TAGS = new Set(['NNG', 'NNP', 'NR', 'NP', 'VV', 'VA', 'XR', 'MAG', 'IC', 'SL', 'SH']);
const VERB_TAGS = new Set(['VV', 'VA']);
const LATIN_TOKEN = /[\p{Script=Latin}\d_]+(?:['’][\p{Script=Latin}]+)*/gu;
const EMOJI =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*|\p{Regional_Indicator}{2}/gu;
const OTHER_LETTERS = /[\p{L}\p{M}]+/gu;
const LINK = /^(?:https?:\/\/|www\.)/;

export function makeWordEntry(word: string, analyse: MorphemeAnalyser): WordEntry {
  if (LINK.test(word)) return { lemmas: [], morphemes: [] };
  if (!hasSyllable(word)) return withoutSyllables(word);
  const morphemes: Morpheme[] = [];
  for (let at = 0; at < word.length; at += LONGEST_ANALYSED) {
    morphemes.push(...analyse(word.slice(at, at + LONGEST_ANALYSED)));
  }
  return { lemmas: lemmasOf(morphemes, word), morphemes: morphemes.map(numberOf) };
}

/** The number of a morpheme in {@link WordEntry}. */
export function numberOf(morpheme: Morpheme): number {
  const hash = step(hashText(morpheme.text), hashText(morpheme.pos)) & 0x3ffffffe;
  return CONTENT_TAGS.has(morpheme.pos) ? hash | 1 : hash;
}

/** Words of no Korean syllable: Latin words, laughs such as ㅋㅋ, emoji, other scripts; else marks only. */
function withoutSyllables(word: string): WordEntry {
  const lemmas = lettersOf(word);
  const morphemes =
    lemmas.length > 0
      ? lemmas.map((lemma) => (hashText(lemma) & 0x3ffffffe) | 1)
      : [hashText(word) & 0x3ffffffe];
  return { lemmas, morphemes };
}

function lettersOf(word: string): string[] {
  const found: { at: number; text: string }[] = [];
  for (const pattern of [LATIN_TOKEN, EMOJI]) {
    for (const match of word.matchAll(pattern)) {
      if (!/^[\d_]+$/u.test(match[0])) found.push({ at: match.index, text: match[0].replace(/['’]s$/u, '') });
    }
  }
  for (const match of word.matchAll(OTHER_LETTERS)) {
    if (!isLatin(match[0].codePointAt(0) ?? 0)) found.push({ at: match.index, text: match[0] });
  }
  return found.sort((a, b) => a.at - b.at).map((token) => token.text);
}

function lemmasOf(morphemes: readonly Morpheme[], word: string): string[] {
  const only = morphemes[0];
  if (morphemes.length === 1 && only !== undefined && only.text === word) return [withoutParticle(word)];
  const lemmas: string[] = [];
  let jamo = '';
  for (const { text, pos } of morphemes) {
    if (text.length === 1 && isCompatJamo(text.charCodeAt(0)) && pos !== 'ETM' && pos !== 'EP') {
      jamo += text;
      continue;
    }
    if (jamo !== '') lemmas.push(jamo);
    jamo = '';
    if (VERB_TAGS.has(pos)) lemmas.push(`${text}다`);
    else if (CONTENT_TAGS.has(pos)) lemmas.push(text);
    else if (pos === 'SW') lemmas.push(...lettersOf(text));
  }
  if (jamo !== '') lemmas.push(jamo);
  return lemmas;
}

/** Particles that a word unknown to the analyser still carries; with what the syllable before must end in. */
const PARTICLES: readonly { text: string; after: 'consonant' | 'vowel' | 'any' }[] = [
  { text: '에서', after: 'any' },
  { text: '에게', after: 'any' },
  { text: '한테', after: 'any' },
  { text: '까지', after: 'any' },
  { text: '부터', after: 'any' },
  { text: '처럼', after: 'any' },
  { text: '으로', after: 'consonant' },
  { text: '이랑', after: 'consonant' },
  { text: '을', after: 'consonant' },
  { text: '은', after: 'consonant' },
  { text: '를', after: 'vowel' },
  { text: '는', after: 'vowel' },
  { text: '랑', after: 'vowel' },
];

function withoutParticle(word: string): string {
  for (const { text, after } of PARTICLES) {
    const stem = word.slice(0, -text.length);
    if (stem.length < 2 || !word.endsWith(text)) continue;
    const last = stem.charCodeAt(stem.length - 1);
    if (!isHangulSyllable(last)) continue;
    const closed = (last - 0xac00) % 28 !== 0;
    if (after === 'any' || (after === 'consonant') === closed) return stem;
  }
  return word;
}

function hasSyllable(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if (isHangulSyllable(word.charCodeAt(i))) return true;
  }
  return false;
}
