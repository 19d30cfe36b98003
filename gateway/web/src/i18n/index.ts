import { createInstance, type TFunction } from 'i18next';
import { useMemo } from 'react';
import { usePreferences, type Language } from '../app/preferences.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

const i18n = createInstance({
  resources: { ko: { translation: ko }, en: { translation: en } },
  lng: 'ko',
  fallbackLng: 'ko',
  initAsync: false,
  interpolation: { escapeValue: false }, // React escapes
});
void i18n.init();

/** Texts and numbers in the reader's language. */
export interface Words {
  readonly t: TFunction;
  readonly language: Language;
  readonly number: (value: number, decimals?: 0 | 1 | 2) => string;
  /** A share of 0 to 1 as a percentage without decimals. */
  readonly percent: (share: number) => string;
}

const cache = new Map<Language, Words>();

export function wordsIn(language: Language): Words {
  const known = cache.get(language);
  if (known) return known;
  const formats = [0, 1, 2].map(
    (digits) =>
      new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const words: Words = {
    t: i18n.getFixedT(language),
    language,
    number: (value, decimals = 0) => (formats[decimals] as Intl.NumberFormat).format(value),
    percent: (share) => percent.format(share),
  };
  cache.set(language, words);
  return words;
}

export function useWords(): Words {
  const { language } = usePreferences();
  return useMemo(() => wordsIn(language), [language]);
}
