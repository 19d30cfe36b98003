/** A user's own texts on their way into the plans: each to the model that learns from it, reviewed on the way. */
import type { BinaryPlan } from './binary-trainer.ts';
import type { EmotionPlan } from './emotion-plan.ts';
import {
  modelFor,
  reviewClass,
  reviewNames,
  trustedTexts,
  withExtraEmotions,
  withExtraTexts,
} from './extra.ts';
import type { ExtraRow, ExtraTable } from './extra-file.ts';
import { deduplicate, likelyLabelErrors, sameText } from './extra-review.ts';

/** So many letters of a text are shown. */
const SHOWN = 60;

/** Models that have to be trained anew: those of the rows, and the emotion models that read their scores. */
export function affectedModels(rows: readonly ExtraRow[]): readonly string[] {
  const models = new Set(rows.map(modelFor));
  for (const model of [...models]) models.add(`emotion-${model.endsWith('ko') ? 'ko' : 'en'}`);
  return [...models];
}

export class ExtraTexts {
  readonly #rows = new Map<string, ExtraRow[]>();
  #empty: readonly number[];

  constructor(table: ExtraTable | undefined) {
    this.#empty = table?.empty ?? [];
    for (const row of table?.rows ?? []) {
      const model = modelFor(row);
      this.#rows.set(model, [...(this.#rows.get(model) ?? []), row]);
    }
  }

  /** The plan of a model with the texts that it learns from; tells what a person should look at. */
  addTo<P extends BinaryPlan | EmotionPlan>(model: string, plan: P, tell: (line: string) => void): P {
    if (this.#empty.length > 0) tell(`left out, no text or no label: ${linesOf(this.#empty)}`);
    this.#empty = [];
    const rows = this.#rows.get(model);
    if (rows === undefined) return plan;
    const own = new Set(
      ('samples' in plan ? plan.samples : plan.main.samples).map(({ text }) => sameText(text)),
    );
    const { rows: kept, duplicates, known } = deduplicate(rows, (_, text) => own.has(text));
    for (const { text, lines, labels } of duplicates) {
      const what = labels.length > 1 ? `labelled ${labels.join(' and ')}, left out` : 'learned once';
      tell(`duplicate, ${what}: ${linesOf(lines)}: ${shown(text)}`);
    }
    if (known.length > 0) tell(`left out, in the training data already: ${linesOf(known)}`);
    for (const line of labelErrors(kept, plan)) tell(line);
    tell(`${model}: ${kept.length} of ${rows.length} further texts are learned from`);
    return ('samples' in plan ? withExtraTexts(plan, kept) : withExtraEmotions(plan, kept)) as P;
  }
}

function labelErrors(rows: readonly ExtraRow[], plan: BinaryPlan | EmotionPlan): readonly string[] {
  const reviewed = rows.flatMap((row) => {
    const label = reviewClass(row);
    return label === undefined ? [] : [{ ...row, row, label }];
  });
  const [first] = reviewed;
  if (first === undefined) return [];
  const names = reviewNames(first.row.task);
  const found = likelyLabelErrors(reviewed, {
    classes: names.length,
    read: plan.read,
    trusted: trustedTexts(plan),
  });
  return found.map(({ at, said, others, probability }) => {
    const { line, text } = reviewed[at] as (typeof reviewed)[number];
    const percent = Math.round(100 * probability);
    return `likely label error: line ${line} says ${names[said]}, the other texts ${names[others]} (${percent} %): ${shown(text)}`;
  });
}

function linesOf(lines: readonly number[]): string {
  return `line${lines.length > 1 ? 's' : ''} ${lines.join(', ')}`;
}

function shown(text: string): string {
  const letters = [...text.replace(/\s+/gu, ' ')];
  return letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : letters.join('');
}
