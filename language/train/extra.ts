/** Puts a user's own labelled texts into the plans of the models. */
import { EMOTIONS } from '../types.ts';
import type { Task } from '../labels.ts';
import { detectLanguage } from '../text/detect.ts';
import { NormalisedText } from '../text/normalise.ts';
import type { BinaryPlan, Sample } from './binary-trainer.ts';
import type { EmotionPlan, EmotionSample } from './emotion-plan.ts';
import type { ExtraRow } from './extra-file.ts';
import type { Labelled } from './extra-review.ts';

/** So many of the product's own texts are set beside the user's when labels are reviewed. */
const TRUSTED = 12_000;

/** Probability of the positive class that a label of a two-class task stands for. */
const TARGETS: Readonly<Record<string, number>> = {
  negative: 0,
  neutral: 0.5,
  positive: 1,
  clean: 0,
  profane: 1,
};

export const MODEL_OF_TASK: Readonly<Record<Task, string>> = {
  sentiment: 'sentiment',
  emotion: 'emotion',
  profanity: 'abuse',
};

const normalised = new NormalisedText();

/** The model that learns from a row. Texts of both languages belong to the one with more letters. */
export function modelFor({ task, text }: ExtraRow): string {
  normalised.read(text);
  return `${MODEL_OF_TASK[task]}-${detectLanguage(normalised).korean >= 0.5 ? 'ko' : 'en'}`;
}

/** The same plan with further texts, which have a source, and so a share of positives, of their own. */
export function withExtraTexts(plan: BinaryPlan, rows: readonly ExtraRow[]): BinaryPlan {
  if (rows.length === 0) return plan;
  const source = plan.samples.reduce((highest, sample) => Math.max(highest, sample.source), 0) + 1;
  const extra = rows.map(({ text, label }): Sample => ({
    text,
    target: TARGETS[label] ?? 0.5,
    weight: 1,
    source,
    heldBack: false,
  }));
  return { ...plan, samples: [...plan.samples, ...extra], ...withExtraOpinions(plan, extra) };
}

/** What is neither positive nor negative takes no sides. */
function withExtraOpinions({ opinion }: BinaryPlan, extra: readonly Sample[]): Partial<BinaryPlan> {
  if (opinion === undefined) return {};
  const source = 1 + Math.max(0, ...new Set(opinion.samples.map((sample) => sample.source)));
  const samples = extra.map((sample) => ({ ...sample, target: sample.target === 0.5 ? 0 : 1, source }));
  return { opinion: { ...opinion, samples: [...opinion.samples, ...samples] } };
}

/** The same plan with further texts, of which only the class is known, not the fine labels. */
export function withExtraEmotions(plan: EmotionPlan, rows: readonly ExtraRow[]): EmotionPlan {
  if (rows.length === 0) return plan;
  const fineLabels = plan.main.labelCount - EMOTIONS.length;
  const extra = rows.map(({ text, label }): EmotionSample => {
    const emotion = (EMOTIONS as readonly string[]).indexOf(label);
    return { text, labels: [fineLabels + emotion], knownFrom: fineLabels, emotion, heldBack: false };
  });
  return { ...plan, main: { ...plan.main, samples: [...plan.main.samples, ...extra] } };
}

/** Texts of a plan with sure labels, to review others by: numbers as {@link reviewClass} gives them. */
export function trustedTexts(plan: BinaryPlan | EmotionPlan): readonly Labelled[] {
  const all: Labelled[] =
    'samples' in plan
      ? plan.samples.flatMap(({ text, target, heldBack }) =>
          !heldBack && (target === 0 || target === 1) ? [{ text, label: target }] : [],
        )
      : plan.main.samples.flatMap(({ text, emotion, heldBack }) =>
          !heldBack && emotion >= 0 ? [{ text, label: emotion }] : [],
        );
  const step = Math.max(1, Math.floor(all.length / TRUSTED));
  return all.filter((_, i) => i % step === 0);
}

/** Number of a row's class among those that are reviewed; undefined for one in the middle, which has no opposite. */
export function reviewClass({ task, label }: ExtraRow): number | undefined {
  if (task === 'emotion') return (EMOTIONS as readonly string[]).indexOf(label);
  return TARGETS[label] === 0.5 ? undefined : TARGETS[label];
}

/** Names of the classes that {@link reviewClass} numbers. */
export function reviewNames(task: Task): readonly string[] {
  if (task === 'emotion') return EMOTIONS;
  return task === 'sentiment' ? ['negative', 'positive'] : ['clean', 'profane'];
}
