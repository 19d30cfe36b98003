import type { NamedFeature } from './named-features.ts';
import type { Evidence, EvidenceKind } from './types.ts';

/** Kinds that show a piece of the text as it is: the same piece is told once, whatever the features that see it. */
const PLAIN: ReadonlySet<EvidenceKind> = new Set(['characters', 'words', 'morphemes', 'edge']);

interface Sum {
  readonly text: string;
  weight: number;
  readonly kinds: Map<EvidenceKind, number>;
}

/** Adds up what speaks for and against one score. */
export class EvidenceSum {
  /** Log-odds without any evidence; undefined where the score is certain and nothing adds up to it. */
  bias: number | undefined;
  readonly #sums = new Map<string, Sum>();

  constructor(bias?: number) {
    this.bias = bias;
  }

  add({ kind, text }: Pick<NamedFeature, 'kind' | 'text'>, weight: number): void {
    if (weight === 0) return;
    const key = PLAIN.has(kind) ? text : `${kind}\n${text}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { text, weight: 0, kinds: new Map() };
      this.#sums.set(key, sum);
    }
    sum.weight += weight;
    sum.kinds.set(kind, (sum.kinds.get(kind) ?? 0) + weight);
  }

  /** The `top` strongest pieces, then the others as one, then the bias; together the log-odds of the score. */
  list(top: number): readonly Evidence[] {
    if (this.bias === undefined) return [];
    const sorted = [...this.#sums.values()].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    const named = sorted
      .slice(0, top)
      .map(({ text, weight, kinds }) => ({ text, kind: strongest(kinds), weight }));
    const rest = sorted.slice(top).reduce((sum, { weight }) => sum + weight, 0);
    return [
      ...named,
      { text: '', kind: 'rest', weight: rest },
      { text: '', kind: 'bias', weight: this.bias },
    ];
  }
}

function strongest(kinds: ReadonlyMap<EvidenceKind, number>): EvidenceKind {
  return [...kinds].reduce((best, each) => (Math.abs(each[1]) > Math.abs(best[1]) ? each : best))[0];
}
