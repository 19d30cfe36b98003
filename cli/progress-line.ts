/** Says on stderr how far long work has come: a line that is overwritten on a terminal, now and then a new one elsewhere. */
export interface ProgressLine {
  show(text: string): void;
  /** Clears the line, so that what follows begins on its own. */
  end(): void;
}

const TERMINAL_EVERY_MS = 100;
const ELSEWHERE_EVERY_MS = 10_000;

export interface ProgressLineOptions {
  readonly stream: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly now: () => number;
}

export function createProgressLine(
  options: ProgressLineOptions = { stream: process.stderr, now: Date.now },
): ProgressLine {
  const { stream, now } = options;
  const onTerminal = stream.isTTY === true;
  // Work that is soon done says nothing.
  let nextAt = now() + (onTerminal ? TERMINAL_EVERY_MS : ELSEWHERE_EVERY_MS);
  let shown = false;
  return {
    show(text) {
      if (now() < nextAt) return;
      nextAt = now() + (onTerminal ? TERMINAL_EVERY_MS : ELSEWHERE_EVERY_MS);
      // Back to the start of the line, and what is right of the text is cleared.
      stream.write(onTerminal ? `\r${text}\x1b[K` : `${text}\n`);
      shown = true;
    },
    end() {
      if (shown && onTerminal) stream.write('\r\x1b[K');
      shown = false;
    },
  };
}

/** "1,234 of 5,000 (24 %)". */
export function howFar(done: number, total: number): string {
  const share = total > 0 ? ` (${Math.floor((100 * done) / total)} %)` : '';
  return `${grouped(done)} of ${grouped(total)}${share}`;
}

/** A number with commas. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
