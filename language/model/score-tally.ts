import { binOf, SCORE_BINS, type ModelName } from '../reports/report.ts';
import { EMOTIONS } from '../types.ts';
import type { LanguageScores } from './language-scorer.ts';

/** What one model said since it was asked last. */
export interface ScoreCounts {
  readonly model: ModelName;
  /** First digits of the checksum of its file. */
  readonly version: string;
  /** Two classes: texts by score in bins of equal width; more: texts by predicted class. Their sum is the texts. */
  readonly scores: readonly number[];
  /** Features of a sample of the texts, and those of them that the model has no weight for. */
  readonly features: number;
  readonly unknownFeatures: number;
}

/** Counts of what the models of one language say: a few additions a text, nothing allocated, of fixed size. */
export class ScoreTally {
  readonly #language: 'ko' | 'en';
  readonly #versions: readonly string[];
  readonly #positive = new Float64Array(SCORE_BINS);
  readonly #abuse = new Float64Array(SCORE_BINS);
  readonly #emotions = new Float64Array(EMOTIONS.length);
  /** Features of the sampled texts that are known to sentiment, abuse and emotion. */
  readonly known = new Float64Array(3);
  #features = 0;

  /** @param versions of the models of sentiment, emotion and abuse, as `LanguageScorer` has them */
  constructor(language: 'ko' | 'en', versions: readonly string[]) {
    this.#language = language;
    this.#versions = versions;
  }

  add({ positive, abuse, emotions }: LanguageScores): void {
    increment(this.#positive, binOf(positive, SCORE_BINS));
    increment(this.#abuse, binOf(abuse, SCORE_BINS));
    let best = 0;
    for (let c = 1; c < emotions.length; c++)
      if ((emotions[c] as number) > (emotions[best] as number)) best = c;
    increment(this.#emotions, best);
  }

  /** Counts the features of a sampled text; whoever calls adds those of them that are known to {@link known}. */
  addSampled(features: number): void {
    this.#features += features;
  }

  /** What was counted since the last call; counting begins anew. */
  drain(): readonly ScoreCounts[] {
    const [sentiment = '', emotion = '', abuse = ''] = this.#versions;
    const counts = [
      this.#countsOf('sentiment', sentiment, this.#positive, 0),
      this.#countsOf('abuse', abuse, this.#abuse, 1),
      this.#countsOf('emotion', emotion, this.#emotions, 2),
    ];
    for (const list of [this.#positive, this.#abuse, this.#emotions, this.known]) list.fill(0);
    this.#features = 0;
    return counts;
  }

  #countsOf(
    task: 'sentiment' | 'abuse' | 'emotion',
    version: string,
    scores: Float64Array,
    row: number,
  ): ScoreCounts {
    return {
      model: `${task}-${this.#language}`,
      version,
      scores: [...scores],
      features: this.#features,
      unknownFeatures: this.#features - (this.known[row] as number),
    };
  }
}

function increment(list: Float64Array, at: number): void {
  list[at] = (list[at] as number) + 1;
}
