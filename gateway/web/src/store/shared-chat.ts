import type { ChatMessage } from '../../../http/contract.ts';

/** Originals remembered: more than a busy shared chat says in the minute that figures cover. */
const REMEMBERED = 20_000;
/** The rate of a broadcast, from which copies are taken off, is that of so many whole seconds. */
const RATE_SECONDS = 5;

/**
 * Channels that share a chat each have a copy of every message of it. In the figures of a group one of them counts: that
 * of the broadcast which had it first.
 */
export class SharedChat {
  /** By the id of the original, oldest first: the broadcast in which it counts. */
  readonly #countsIn = new Map<string, string>();
  /** Seconds in which copies were said, with their number. */
  readonly #copies = new Map<number, number>();

  /** Which of the messages of a broadcast count; the same answer when they come again. */
  take(broadcast: string, messages: readonly ChatMessage[], serverNow: number): ReadonlySet<ChatMessage> {
    const counting = new Set<ChatMessage>();
    for (const message of messages) {
      const { originId } = message;
      const holder = originId === undefined ? broadcast : (this.#countsIn.get(originId) ?? broadcast);
      if (holder === broadcast) counting.add(message);
      else this.#note(Math.floor(message.at / 1_000), serverNow);
      if (originId !== undefined) this.#countsIn.set(originId, holder);
    }
    for (const oldest of this.#countsIn.keys()) {
      if (this.#countsIn.size <= REMEMBERED) break;
      this.#countsIn.delete(oldest);
    }
    return counting;
  }

  /** Copies per second, of the five whole seconds before. */
  copiesPerSecond(serverNow: number): number {
    const current = Math.floor(serverNow / 1_000);
    let sum = 0;
    for (const [second, count] of this.#copies)
      if (second < current && second >= current - RATE_SECONDS) sum += count;
    return sum / RATE_SECONDS;
  }

  #note(second: number, serverNow: number): void {
    const oldest = Math.floor(serverNow / 1_000) - RATE_SECONDS;
    for (const known of this.#copies.keys()) if (known < oldest) this.#copies.delete(known);
    if (second >= oldest) this.#copies.set(second, (this.#copies.get(second) ?? 0) + 1);
  }
}
