/** What an emotion model learns from, and how. */
import type { ModelName } from '../reports/report.ts';
import type { NbLrOptions } from './nblr.ts';
import type { Reader } from './reader.ts';
import type { RidgeOptions } from './ridge.ts';

export interface EmotionSample {
  readonly text: string;
  /** Fine labels, numbers below the `labelCount` of its group. */
  readonly labels: readonly number[];
  /** Nothing is known of the labels below this number; 0 unless told. */
  readonly knownFrom?: number;
  /** Index into `EMOTIONS`, or -1 where unsure. */
  readonly emotion: number;
  readonly heldBack: boolean;
}

export interface EmotionGroup {
  /** As the model card calls it. */
  readonly name: string;
  readonly labelCount: number;
  readonly samples: readonly EmotionSample[];
}

export interface EmotionPlan {
  readonly kind: ModelName;
  readonly read: Reader;
  /** Log-odds of positive and of abusive, by the shipped models of the language. */
  readonly signals: (text: string) => readonly [number, number];
  /** The group whose seven classes the model speaks; the seven-class layer is fitted on it. */
  readonly main: EmotionGroup;
  /** Further data whose label sums serve as inputs. */
  readonly auxiliary: readonly EmotionGroup[];
  readonly lexicon: Uint8Array;
  /** Added to the class whose words alone a sentence of prose holds, on top of what the layer learns. */
  readonly proseWeight: number;
  readonly size: number;
  readonly minimumFrequency: number;
  /** Of the labels of the main group: factors on their count ratios, or ridge regression. */
  readonly training: Partial<NbLrOptions> | RidgeOptions;
  /** The label sums that the layer is fitted on come from weights that have not seen a text: in so many turns. */
  readonly folds: number;
  readonly l2: number;
  /** Share of the log prior taken off the biases (tau): 0 favours accuracy, 1 treats classes as equally frequent. */
  readonly priorShare: number;
  /** Whether what is shipped learns from the held-back texts too; the figures are those of a model that did not. */
  readonly shipsAll: boolean;
}
