/**
 * Whether a text takes sides at all: a second sum over its features. Reviews, which sentiment is learned from, always do;
 * of chat most is greetings, questions and talk of the game, and a verdict on it is guesswork.
 */
import { lengthScale } from './length-scale.ts';

export interface OpinionParameters {
  /** Features of an average text that was learned from. */
  readonly mean: number;
  /** Sum at which half of the verdict is left. */
  readonly middle: number;
  readonly steepness: number;
  /** Trust in a text that takes sides beyond doubt: a little above 1, since it is less elsewhere and all together is calibrated. */
  readonly most: number;
}

export class OpinionLink {
  readonly #parameters: OpinionParameters;

  constructor(parameters: OpinionParameters) {
    this.#parameters = parameters;
  }

  /** How much the text takes sides, for the sum over `count` features. */
  strength(sum: number, count: number): number {
    return lengthScale(count, this.#parameters.mean) * sum;
  }

  /** How much of the log-odds of a verdict counts, from 0 up, for the sum over `count` features. */
  trust(sum: number, count: number): number {
    return trustIn(this.strength(sum, count), this.#parameters);
  }
}

/** @param strength how much a text takes sides */
export function trustIn(
  strength: number,
  { middle, steepness, most }: Omit<OpinionParameters, 'mean'>,
): number {
  return most / (1 + Math.exp(-steepness * (strength - middle)));
}
