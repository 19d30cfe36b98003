/** Which data says whether a text takes sides at all. */
import type { Sample } from './binary-trainer.ts';
import { isHeldBack, readTable } from './data.ts';
import type { OpinionPlan } from './opinion-trainer.ts';
import { judgedChat, ownChat, type ChatKind } from './own-chat.ts';

/** Raw labels of GoEmotions that take no side, and one that does so only half. */
const NO_SIDE: ReadonlySet<string> = new Set(['neutral', 'curiosity', 'confusion', 'realization']);
const HALF_SIDED = 'surprise';
/** Of reviews, which all take sides, every third is learned from, at this weight: enough to know what reviews are like. */
const REVIEWS_STEP = 3;
const REVIEW_WEIGHT = 0.5;
/** What our own lines count for: of the Korean data there is far more. Those of one pattern are alike, one by itself counts twice. */
const OWN_WEIGHT = { ko: { verdict: 1.2, opinion: 1.5 }, en: { verdict: 1, opinion: 1 } } as const;
const SINGLE = 2;

const TAKES_SIDES: Readonly<Record<ChatKind, number>> = {
  neutral: 0,
  laugh: 0,
  cry: 0.5,
  positive: 1,
  negative: 1,
};
const VERDICTS: Readonly<Record<ChatKind, number>> = {
  neutral: 0.5,
  laugh: 0.6,
  cry: 0.3,
  positive: 1,
  negative: 0,
};

/** @param reviews samples of the sentiment model; those held back and those of other sources are left out */
export function koreanOpinionPlan(directory: string, reviews: readonly Sample[]): OpinionPlan {
  const samples = reviews
    .filter(({ source, heldBack }) => source === 0 && !heldBack)
    .filter((_, i) => i % REVIEWS_STEP === 0)
    .map(({ text }) => opinion(text, 1, 0, REVIEW_WEIGHT));
  for (const { text = '', label } of readTable(directory, 'sentiment_ko_kodoli_train.tsv.gz'))
    samples.push(opinion(text, label === '2' ? 0 : 1, 1));
  for (const { text = '', raw_labels: labels = '' } of readTable(
    directory,
    'emotion_ko_goemotions_mt.tsv.gz',
  ))
    samples.push(opinion(text, sidesOf(labels.split('|')), 2));
  return { samples: [...samples, ...ownOpinions('ko', 3)], judged: judged('ko') };
}

export function englishOpinionPlan(directory: string): OpinionPlan {
  const samples = readTable(directory, 'sentiment_en_train.tsv.gz')
    .filter(({ id = '' }) => !isHeldBack(id))
    .map(({ text = '', label }) => opinion(text, label === '2' ? 0 : 1, 0));
  for (const { text = '', raw_labels: labels = '' } of readTable(directory, 'emotion_en_goemotions.tsv.gz'))
    samples.push(opinion(text, sidesOf(labels.split(/[,|]/)), 1));
  return { samples: [...samples, ...ownOpinions('en', 2)], judged: judged('en') };
}

/** Our own lines for the verdict, as a source of their own. */
export function ownVerdicts(language: 'ko' | 'en', source: number): Sample[] {
  return ownSamples(language, source, VERDICTS, OWN_WEIGHT[language].verdict);
}

function ownOpinions(language: 'ko' | 'en', source: number): Sample[] {
  return ownSamples(language, source, TAKES_SIDES, OWN_WEIGHT[language].opinion);
}

function ownSamples(
  language: 'ko' | 'en',
  source: number,
  targets: Readonly<Record<ChatKind, number>>,
  weight: number,
): Sample[] {
  return ownChat(language).map(({ text, kind, filled }) => ({
    text,
    target: targets[kind],
    weight: filled ? weight : weight * SINGLE,
    source,
    heldBack: false,
  }));
}

function opinion(text: string, target: number, source: number, weight = 1): Sample {
  return { text, target, weight, source, heldBack: false };
}

function sidesOf(labels: readonly string[]): number {
  if (labels.every((label) => NO_SIDE.has(label))) return 0;
  return labels.some((label) => NO_SIDE.has(label) || label === HALF_SIDED) ? 0.5 : 1;
}

/** The lines are as many of each kind; of a live chat, about four of five are ordinary talk. */
const ORDINARY = 0.8;

function judged(language: 'ko' | 'en'): OpinionPlan['judged'] {
  const lines = judgedChat(language).filter(({ part }) => part === 'chosen-on');
  const neutral = lines.filter(({ label }) => label === 'neutral').length;
  return lines.map(({ text, label }) => ({
    text,
    target: { negative: 0, neutral: 0.5, positive: 1 }[label],
    weight: label === 'neutral' ? ORDINARY / neutral : (1 - ORDINARY) / (lines.length - neutral),
  }));
}
