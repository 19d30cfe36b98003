/** The abuse models: what is abusive without holding a listed word. */
import type { BinaryPlan, Sample } from './binary-trainer.ts';
import { isHeldBack, readTable, type Row } from './data.ts';
import type { Reader } from './reader.ts';

/**
 * Log-odds at which the models flag. The data sets are full of abuse and live chat is not, so the point lies where
 * less than one in a hundred messages of unlabelled live chat is flagged for no listed word (Korean 0.7 %, English 0.3 %).
 */
const KOREAN_SHIFT = 1.05;
const ENGLISH_SHIFT = 2.8;

export function koreanAbusePlan(directory: string, read: Reader): BinaryPlan {
  const sources = new Map<string, number>();
  const samples = readTable(directory, 'profanity_ko_train.tsv.gz').map((row) => labelled(row, sources));
  const hateOnly = sources.size;
  for (const row of readTable(directory, 'profanity_ko_hate_only.tsv.gz')) {
    // Hateful without a profane word: hard negatives, which keep topics from counting as profanity.
    samples.push({
      text: row.text ?? '',
      target: 0,
      weight: 1,
      source: hateOnly,
      heldBack: isHeldBack(row.id ?? ''),
    });
  }
  return {
    kind: 'abuse-ko',
    samples,
    read,
    size: 250_000,
    minimumFrequency: 2,
    calibrateOn: 'all',
    shift: KOREAN_SHIFT,
  };
}

export function englishAbusePlan(directory: string, read: Reader): BinaryPlan {
  const sources = new Map<string, number>();
  const samples = readTable(directory, 'profanity_en_train.tsv.gz').map((row) => labelled(row, sources));
  const spans = sources.size;
  for (const row of readTable(directory, 'profanity_en_toxic_spans.tsv.gz')) {
    samples.push({ ...labelled({ ...row, source: 'spans' }, sources), source: spans });
  }
  return {
    kind: 'abuse-en',
    samples,
    read,
    size: 100_000,
    minimumFrequency: 2,
    calibrateOn: 'all',
    shift: ENGLISH_SHIFT,
  };
}

/** A row with a number for its source, counted up from 0 in order of appearance. */
function labelled(row: Row, sources: Map<string, number>): Sample {
  const name = row.source ?? '';
  if (!sources.has(name)) sources.set(name, sources.size);
  return {
    text: row.text ?? '',
    target: row.label === '1' ? 1 : 0,
    weight: 1,
    source: sources.get(name) ?? 0,
    heldBack: isHeldBack(row.id ?? ''),
  };
}
