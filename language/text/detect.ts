/** Language of a message by its letters. */
import type { Language } from '../types.ts';
import { isCompatJamo, isHangulSyllable, isLatin } from './chars.ts';
import type { NormalisedText } from './normalise.ts';

/** A script with at least this share of the letters takes part. */
const PART = 0.2;

export interface LetterShare {
  readonly language: Language;
  /** Share of Korean among Korean and Latin letters, 0 to 1. */
  readonly korean: number;
  /** Whether there are whole syllables or Latin letters, not only single Korean letters such as ㅋㅋ. */
  readonly spelled: boolean;
  /** Whether there is nothing that a model could read: neither such letters nor, without any letters, pictures. */
  readonly silent: boolean;
}

/** Whether the Korean models read a text of this share of Korean letters; for the English ones, of the rest. */
export function takesPart(share: number): boolean {
  return share > PART;
}

const OTHER: LetterShare = { language: 'other', korean: 0.5, spelled: false, silent: true };
/** Pictures alone are read by the English models, which have met more of them. */
const PICTURES: LetterShare = { language: 'other', korean: 0, spelled: false, silent: false };

/** A Korean syllable says as much as two and a half Latin letters, and is counted so. */
const SYLLABLE_WEIGHT = 2.5;

export function detectLanguage(text: NormalisedText): LetterShare {
  let korean = 0;
  let latin = 0;
  let other = 0;
  let single = 0;
  let pictures = 0;
  for (let i = 0; i < text.joinedLength; i++) {
    const code = text.joined[i] as number;
    if (isHangulSyllable(code)) korean += SYLLABLE_WEIGHT;
    else if (isCompatJamo(code)) single++;
    else if (isLatin(code)) latin++;
    else if (isOtherLetter(code)) other += 1;
    else if (isPicture(code)) pictures++;
  }
  const spelled = korean + latin > 0;
  korean += single;
  const letters = korean + latin;
  if (letters === 0 && other === 0 && pictures > 0) return PICTURES;
  if (letters === 0 || other > letters) return OTHER;
  const share = korean / letters;
  return {
    language: share >= 1 - PART ? 'ko' : share <= PART ? 'en' : 'mixed',
    korean: share,
    spelled,
    silent: false,
  };
}

/** Kana, Han, Cyrillic, Greek, Arabic, Hebrew, Thai: letters we do not score. */
function isOtherLetter(code: number): boolean {
  return (
    (code >= 0x370 && code <= 0x6ff) ||
    (code >= 0xe00 && code <= 0xe7f) ||
    (code >= 0x3041 && code <= 0x30ff) ||
    (code >= 0x3400 && code <= 0x9fff)
  );
}

/** Emoji, hearts and the like. */
function isPicture(code: number): boolean {
  return (code >= 0x2600 && code <= 0x27bf) || code === 0x2b50 || (code >= 0x1f300 && code <= 0x1faff);
}
