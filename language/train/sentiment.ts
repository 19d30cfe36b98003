/** The sentiment models: which data, which weights. */
import { isHeldBack, readTable } from './data.ts';
import type { BinaryPlan, Sample } from './binary-trainer.ts';
import { englishOpinionPlan, koreanOpinionPlan, ownVerdicts } from './opinion-plans.ts';
import type { Reader } from './reader.ts';

/** What a review rated 5 to 8 of 10 counts as: a probability of positive. */
const MID_RATING_TARGETS: Readonly<Record<string, number>> = { '5': 0, '6': 0.1, '7': 0.4, '8': 0.85 };
const MID_RATING_WEIGHT = 0.5;

export function koreanSentimentPlan(directory: string, read: Reader): BinaryPlan {
  const samples: Sample[] = [];
  for (const row of readTable(directory, 'sentiment_ko_nsmc_train.tsv.gz')) {
    samples.push({ ...labelled(row.text, row.label), source: 0, heldBack: isHeldBack(row.id ?? '') });
  }
  const heldBack = new Set(samples.flatMap((sample) => (sample.heldBack ? [sample.text] : [])));
  for (const row of readTable(directory, 'sentiment_ko_nsmc_extra.tsv.gz')) {
    // The same short review is written more than once; one that is held back is not learned elsewhere either.
    if (heldBack.has(row.text ?? '')) continue;
    samples.push({ ...labelled(row.text, row.label), source: 1, heldBack: false });
  }
  for (const row of readTable(directory, 'sentiment_ko_nsmc_midratings.tsv.gz')) {
    const target = MID_RATING_TARGETS[row.rating ?? ''];
    if (target === undefined || heldBack.has(row.text ?? '')) continue;
    samples.push({ text: row.text ?? '', target, weight: MID_RATING_WEIGHT, source: 2, heldBack: false });
  }
  for (const row of readTable(directory, 'sentiment_ko_kodoli_train.tsv.gz')) {
    if (row.label !== '0' && row.label !== '1') continue;
    samples.push({ ...labelled(row.text, row.label), source: 3, heldBack: false });
  }
  const opinion = koreanOpinionPlan(directory, samples);
  samples.push(...ownVerdicts('ko', 4));
  return {
    kind: 'sentiment-ko',
    opinion,
    samples,
    read,
    size: 1_200_000,
    minimumFrequency: 2,
    training: { rate: 0.015 },
    shipsAll: true,
  };
}

export function englishSentimentPlan(directory: string, read: Reader): BinaryPlan {
  const sources = new Map<string, number>();
  const samples: Sample[] = [];
  for (const row of readTable(directory, 'sentiment_en_train.tsv.gz')) {
    if (row.label !== '0' && row.label !== '1') continue;
    const name = row.source ?? '';
    if (!sources.has(name)) sources.set(name, sources.size);
    samples.push({
      ...labelled(row.text, row.label),
      source: sources.get(name) ?? 0,
      heldBack: isHeldBack(row.id ?? ''),
    });
  }
  samples.push(...ownVerdicts('en', sources.size));
  return {
    kind: 'sentiment-en',
    opinion: englishOpinionPlan(directory),
    samples,
    read,
    size: 150_000,
    minimumFrequency: 2,
    training: { epochs: 4, rate: 0.03, decay: 3 },
    retrainEpochs: 2,
    calibrateOn: 'all',
  };
}

function labelled(
  text: string | undefined,
  label: string | undefined,
): { text: string; target: number; weight: number } {
  return { text: text ?? '', target: label === '1' ? 1 : 0, weight: 1 };
}
