import type { Model } from '../../../http/model-shapes.ts';
import { EMOTIONS, type Emotion } from '../../../../language/types.ts';
import { emotionName } from '../ui/emotions.tsx';
import type { Words } from '../i18n/index.ts';

/** A class of a model in the reader's language. */
export function className(name: string, { t, language }: Words): string {
  if ((EMOTIONS as readonly string[]).includes(name)) return emotionName(name as Emotion, language);
  return t(`models.classes.${name as 'positive' | 'negative' | 'clean' | 'abusive'}`);
}

/** What each bar of the spread of scores stands for. */
export function scoreNames({ task }: Model, bins: number, words: Words): readonly string[] {
  if (task === 'emotion') return EMOTIONS.map((name) => className(name, words));
  return Array.from({ length: bins }, (_, bin) => binName(bin, bins, words));
}

export function binName(bin: number, bins: number, { percent }: Words): string {
  return `${percent(bin / bins)}–${percent((bin + 1) / bins)}`;
}

/** Shares and losses with as many digits as tell something. */
export function threeDigits(value: number, { language }: Words): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(
    value,
  );
}
