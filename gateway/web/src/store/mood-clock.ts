import { EMOTIONS } from '../../../../language/types.ts';
import type { ChatMessage, ChatWindow } from '../../../http/contract.ts';
import { meterOf } from '../now/mood-of-windows.ts';
import { MoodMeter, type MoodSums } from '../now/mood.ts';

/** The mood of one broadcast by its own clock: the time of its newest message, going on while it is live. */
export class MoodClock {
  #meter = new MoodMeter();
  #lastEventTime = 0;
  #lastMessageAt: number | null = null;

  /** Begins anew from a snapshot. */
  restart(
    windows: readonly ChatWindow[],
    messages: readonly ChatMessage[],
    counting?: ReadonlySet<ChatMessage>,
  ): void {
    this.#meter = meterOf(windows, messages[0]?.at);
    this.add(messages, counting);
  }

  /** All messages move the clock; where `counting` is given, only those in it count. */
  add(messages: readonly ChatMessage[], counting?: ReadonlySet<ChatMessage>): void {
    for (const message of messages) {
      const { at, sentiment, emotion } = message;
      if (at > this.#lastEventTime) this.#lastEventTime = at;
      if (counting && !counting.has(message)) continue;
      this.#meter.add({ at, sentiment, emotion: EMOTIONS.indexOf(emotion.label) });
    }
  }

  /** The newest message came at this time of the server. */
  heardAt(at: number): void {
    if (at > (this.#lastMessageAt ?? 0)) this.#lastMessageAt = at;
  }

  /** ms since the newest message came; null before the first. */
  messageAge(serverNow: number): number | null {
    return this.#lastMessageAt === null ? null : Math.max(0, serverNow - this.#lastMessageAt);
  }

  now(serverNow: number, over: boolean): number {
    if (this.#lastEventTime === 0) return serverNow;
    return this.#lastEventTime + (over ? 0 : (this.messageAge(serverNow) ?? 0));
  }

  sums(serverNow: number, over: boolean): MoodSums {
    return this.#meter.sums(this.now(serverNow, over));
  }
}
