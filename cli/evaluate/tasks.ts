/** What of an analysis is compared with the labels of a table. */
import type { Task } from '../../language/labels.ts';
import { EMOTIONS, type Analysis } from '../../language/types.ts';

/** What the analysis says of a text, numbers being places in the list of classes. */
export interface Answer {
  readonly predicted: number;
  /** Of every class, together 1; none where the analysis has no such figures. */
  readonly probabilities: readonly number[] | null;
}

export interface TaskRules {
  readonly classes: readonly string[];
  /** The class that probabilities are binned by for the calibration error; else by the most probable one. */
  readonly binnedBy: number | null;
  answer(analysis: Analysis): Answer;
}

/**
 * The classes of a table, and how answers are compared with them. Sentiment without neutral rows asks for `positive`
 * from 0.5 on; with them it takes the label of the analysis, whose probabilities know no neutral.
 */
export function rulesFor(task: Task, found: ReadonlySet<string>): TaskRules {
  switch (task) {
    case 'sentiment':
      return found.has('neutral') ? threeSentiments : twoSentiments;
    case 'emotion':
      return emotions;
    case 'profanity':
      return profanity;
  }
}

const twoSentiments: TaskRules = {
  classes: ['negative', 'positive'],
  binnedBy: 1,
  answer: ({ sentiment: { positive } }) => ({
    predicted: positive >= 0.5 ? 1 : 0,
    probabilities: [1 - positive, positive],
  }),
};

const THREE = ['negative', 'neutral', 'positive'] as const;
const threeSentiments: TaskRules = {
  classes: THREE,
  binnedBy: null,
  answer: ({ sentiment }) => ({ predicted: THREE.indexOf(sentiment.label), probabilities: null }),
};

const emotions: TaskRules = {
  classes: EMOTIONS,
  binnedBy: null,
  answer: ({ emotion }) => ({ predicted: EMOTIONS.indexOf(emotion.label), probabilities: emotion.scores }),
};

const profanity: TaskRules = {
  classes: ['clean', 'profane'],
  binnedBy: 1,
  answer: ({ profanity: { flag, score } }) => ({
    predicted: flag ? 1 : 0,
    probabilities: [1 - score, score],
  }),
};
