import type { ChatMessage } from '../../../http/contract.ts';

/** Originals remembered: more than a busy shared chat says in the minute that figures cover. */
const REMEMBERED = 20_000;
const RATE_SECONDS = 10;

/**
 * Channels that share a chat each have a copy of every message of it. In the figures of a group one of them counts: that
 * of the broadcast which had it first.
 */
export class SharedChat {
  /** By the id of the original, oldest first: the broadcast in which it counts. */
  readonly #countsIn = new Map<string, string>();
  /** Seconds of the server's clock in which copies were left out, with their number. */
  readonly #copies = new Map<number, number>();

  /** Which of the messages of a broadcast count; the same answer when they come again. */
  take(broadcast: string, messages: readonly ChatMessage[], serverNow: number): ReadonlySet<ChatMessage> {
    const counting = new Set<ChatMessage>();
    for (const message of messages) {
      const { originId } = message;
      const holder = originId === undefined ? broadcast : (this.#countsIn.get(originId) ?? broadcast);
      if (holder === broadcast) counting.add(message);
      if (originId !== undefined) this.#countsIn.set(originId, holder);
    }
    for (const oldest of this.#countsIn.keys()) {
      if (this.#countsIn.size <= REMEMBERED) break;
      this.#countsIn.delete(oldest);
    }
    const copies = messages.length - counting.size;
    if (copies > 0) this.#note(Math.floor(serverNow / 1_000), copies);
    return counting;
  }

  /** Copies per second, of the last ten seconds. */
  copiesPerSecond(serverNow: number): number {
    const from = Math.floor(serverNow / 1_000) - RATE_SECONDS;
    let sum = 0;
    for (const [second, count] of this.#copies) if (second > from) sum += count;
    return sum / RATE_SECONDS;
  }

  #note(second: number, copies: number): void {
    this.#copies.set(second, (this.#copies.get(second) ?? 0) + copies);
    for (const known of this.#copies.keys()) if (known <= second - RATE_SECONDS) this.#copies.delete(known);
  }
}
