import type { WindowUpdated } from '../../core/events/generated.ts';
import { EMOTIONS, type Emotion } from '../../language/types.ts';
import type { ChatWindow } from '../http/contract.ts';

/** How many windows of a size are kept: an hour of minutes, 15 minutes of ten seconds. */
const KEPT: Readonly<Record<number, number>> = { 60_000: 60, 10_000: 90 };

interface Kept {
  readonly window: WindowUpdated;
  readonly version: number;
  json?: string;
}

/** The rule of every reader of windows: closed beats provisional, then the higher stamp wins. */
export function supersedes(next: Ranked, kept: Ranked | undefined): boolean {
  if (!kept) return true;
  if (next.closed !== kept.closed) return next.closed;
  return next.stamp > kept.stamp;
}

interface Ranked {
  readonly closed: boolean;
  readonly stamp: number;
}

/** The newest windows of one broadcast. Every change gets a growing version, so that each viewer can be told what is new to it. */
export class WindowTable {
  readonly #bySize = new Map<number, Map<number, Kept>>();
  #version = 0;

  /** The version of the latest change; 0 before the first. */
  get version(): number {
    return this.#version;
  }

  /** Answers whether it changed anything. */
  take(window: WindowUpdated): boolean {
    const keep = KEPT[window.sizeMs];
    if (keep === undefined) return false;
    let windows = this.#bySize.get(window.sizeMs);
    if (!windows) this.#bySize.set(window.sizeMs, (windows = new Map<number, Kept>()));
    if (!supersedes(window, windows.get(window.start)?.window)) return false;
    this.#version += 1;
    windows.set(window.start, { window, version: this.#version });
    if (windows.size > keep) windows.delete(Math.min(...windows.keys()));
    return true;
  }

  /** Windows of a size that start in [from, to), ascending. */
  range(sizeMs: number, from = -Infinity, to = Infinity): readonly WindowUpdated[] {
    return this.#sorted(sizeMs)
      .filter(({ window }) => window.start >= from && window.start < to)
      .map(({ window }) => window);
  }

  /** The JSON of every window that changed after a version, ascending by start within a size. */
  jsonSince(version: number): string[] {
    return [...this.#bySize.keys()].flatMap((size) =>
      this.#sorted(size)
        .filter((kept) => kept.version > version)
        .map((kept) => (kept.json ??= JSON.stringify(toChatWindow(kept.window)))),
    );
  }

  #sorted(sizeMs: number): Kept[] {
    return [...(this.#bySize.get(sizeMs)?.values() ?? [])].sort((a, b) => a.window.start - b.window.start);
  }
}

export function toChatWindow(window: WindowUpdated): ChatWindow {
  return {
    start: window.start,
    size: window.sizeMs,
    closed: window.closed,
    messages: window.messages,
    positive: window.positive,
    negative: window.negative,
    neutral: window.neutral,
    profane: window.profane,
    emotions: Object.fromEntries(
      EMOTIONS.map((name, index) => [name, window.emotions[index] ?? 0]),
    ) as Record<Emotion, number>,
    positiveMean: window.messages > 0 ? Math.min(1, Math.max(0, window.positiveSum / window.messages)) : null,
    authors: window.authors,
    paid: window.paid,
    removed: window.removed,
    sanctions: window.sanctions,
  };
}
