import type { ChatWindow } from '../../../http/contract.ts';

export const TEN_SECONDS = 10_000;
export const MINUTE = 60_000;

/** The windows at one moment; a new object after every change. */
export interface WindowReader {
  /** Windows of a size that start in [from, to), ascending. */
  range(size: number, from?: number, to?: number): readonly ChatWindow[];
}

/**
 * Counts of windows, kept by size and start. What is put later replaces, but nothing replaces a closed window by an
 * open one.
 */
export class WindowSeries {
  readonly #bySize = new Map<number, Map<number, ChatWindow>>();
  #reader: WindowReader = this.#newReader();

  get reader(): WindowReader {
    return this.#reader;
  }

  put(windows: readonly ChatWindow[]): void {
    for (const window of windows) {
      const series = this.#bySize.get(window.size) ?? new Map<number, ChatWindow>();
      this.#bySize.set(window.size, series);
      const held = series.get(window.start);
      if (held?.closed && !window.closed) continue;
      series.set(window.start, window);
    }
    if (windows.length > 0) this.#reader = this.#newReader();
  }

  #newReader(): WindowReader {
    return {
      range: (size, from = -Infinity, to = Infinity) =>
        [...(this.#bySize.get(size)?.values() ?? [])]
          .filter((window) => window.start >= from && window.start < to)
          .sort((a, b) => a.start - b.start),
    };
  }
}

/** Sums over one-minute windows: a whole broadcast in figures. */
export interface Totals {
  readonly messages: number;
  readonly positive: number;
  readonly negative: number;
  readonly profane: number;
  readonly emotions: ChatWindow['emotions'];
  /** The minute with the most messages. */
  readonly busiest: ChatWindow | null;
}

export function sumWindows(windows: readonly ChatWindow[]): Totals {
  const emotions = { anger: 0, joy: 0, fear: 0, disgust: 0, surprise: 0, peace: 0, sadness: 0 };
  let messages = 0;
  let positive = 0;
  let negative = 0;
  let profane = 0;
  let busiest: ChatWindow | null = null;
  for (const window of windows) {
    messages += window.messages;
    positive += window.positive;
    negative += window.negative;
    profane += window.profane;
    for (const name of Object.keys(emotions) as (keyof typeof emotions)[])
      emotions[name] += window.emotions[name];
    if (window.messages > (busiest?.messages ?? 0)) busiest = window;
  }
  return { messages, positive, negative, profane, emotions, busiest };
}
