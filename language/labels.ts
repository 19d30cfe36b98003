/** What people label texts with: the tasks, and the names of their labels. */
import { EMOTION_NAMES_KO, EMOTIONS } from './types.ts';

export const TASKS = ['sentiment', 'emotion', 'profanity'] as const;
export type Task = (typeof TASKS)[number];

/** The names of a label, in any case; each row of a table has one of the values, or several with `|` between. */
const LABELS: Readonly<Record<Task, ReadonlyMap<string, string>>> = {
  sentiment: named({
    negative: ['0', 'negative', '부정'],
    neutral: ['2', 'neutral', '중립'],
    positive: ['1', 'positive', '긍정'],
  }),
  emotion: named({
    ...Object.fromEntries(EMOTIONS.map((name) => [name, [name, EMOTION_NAMES_KO[name]]])),
    peace: ['peace', EMOTION_NAMES_KO.peace, 'neutral'],
  }),
  profanity: named({ clean: ['0', 'clean'], profane: ['1', 'profanity', 'abuse'] }),
};

function named(classes: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(classes).flatMap(([name, labels]) => labels.map((label) => [label, name] as const)),
  );
}

/** The class that a label means; undefined where it is not known. */
export function classOf(task: Task, label: string): string | undefined {
  return LABELS[task].get(label.toLowerCase());
}

export function knownLabels(task: Task): readonly string[] {
  return [...LABELS[task].keys()];
}
