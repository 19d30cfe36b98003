import type { WordsRanked } from '../../core/events/generated.ts';
import { sumWords } from '../../core/sum-words.ts';
import type { Words } from '../http/contract.ts';
import { supersedes } from './window-table.ts';

const MINUTE = 60_000;
const KEPT_MINUTES = 12;
/** Words of an answer on the socket. */
const LIVE_WORDS = 100;

export type LiveSpan = '1m' | '10m';

/** The ranked words of the last minutes of one broadcast. */
export class WordTable {
  readonly #minutes = new Map<number, WordsRanked>();
  readonly #json = new Map<LiveSpan, { readonly version: number; readonly text: string }>();
  #version = 0;

  /** Grows with every change; 0 before the first. */
  get version(): number {
    return this.#version;
  }

  take(ranked: WordsRanked): boolean {
    if (!supersedes(ranked, this.#minutes.get(ranked.start))) return false;
    this.#minutes.set(ranked.start, ranked);
    if (this.#minutes.size > KEPT_MINUTES) this.#minutes.delete(Math.min(...this.#minutes.keys()));
    this.#version += 1;
    return true;
  }

  /** The newest minutes, ascending: the open one and those before it. */
  minutes(count: number): readonly WordsRanked[] {
    const newest = Math.max(...this.#minutes.keys());
    return [...this.#minutes.values()]
      .filter((ranked) => ranked.start > newest - count * MINUTE)
      .sort((a, b) => a.start - b.start);
  }

  words(span: LiveSpan, limit: number): Words {
    const minutes = this.minutes(minutesOf(span));
    return {
      span,
      ...spanOf(minutes),
      words: sumWords(
        minutes.map((ranked) => ranked.words),
        limit,
      ),
    };
  }

  json(span: LiveSpan): string {
    const kept = this.#json.get(span);
    if (kept?.version === this.#version) return kept.text;
    const text = JSON.stringify(this.words(span, LIVE_WORDS));
    this.#json.set(span, { version: this.#version, text });
    return text;
  }
}

/** Minutes that a live span covers, the open one included. */
export function minutesOf(span: LiveSpan): number {
  return span === '1m' ? 1 : 10;
}

/** First and last time covered by minutes in ascending order. */
export function spanOf(minutes: readonly { readonly start: number }[]): {
  from: number | null;
  to: number | null;
} {
  const last = minutes.at(-1);
  return { from: minutes[0]?.start ?? null, to: last ? last.start + MINUTE : null };
}
