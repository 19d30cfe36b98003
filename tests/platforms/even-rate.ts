const TICK_MS = 10;

export interface EvenRate {
  /** Messages per second. */
  readonly rate: number;
  readonly seconds: number;
  /** So many messages at most go out together. */
  readonly perFrame: number;
  readonly signal?: AbortSignal | undefined;
  /** Sends messages with these running numbers, the second excluded. */
  readonly send: (from: number, to: number) => void;
}

/** Sends messages at an even rate. Resolves with how many were sent. */
export async function sendEvenly({ rate, seconds, perFrame, signal, send }: EvenRate): Promise<number> {
  const startedAt = performance.now();
  const total = Math.round(rate * seconds);
  let sent = 0;
  while (sent < total && !signal?.aborted) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * rate));
    while (sent < due) {
      const to = Math.min(due, sent + perFrame);
      send(sent, to);
      sent = to;
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  return sent;
}
