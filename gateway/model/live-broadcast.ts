import type { EventCodec } from '../../core/events/codec.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { Rate } from './rate.ts';
import { MessageRing, type RingOptions } from './ring.ts';
import { WindowTable } from './window-table.ts';
import { WordTable } from './word-table.ts';

const MINUTE = 60_000;

/** What the gateway holds in memory of one broadcast. */
export class LiveBroadcast {
  readonly ring: MessageRing;
  readonly windows = new WindowTable();
  readonly words = new WordTable();
  readonly rate = new Rate();
  /** Append time of the newest message, ms since 1970. */
  lastMessageAt: number | null = null;
  /** How many watch the show, as the platform last told it; null where it does not. */
  watching: number | null = null;
  /** When the capture last said that it is alive, ms since 1970. */
  aliveAt: number | null = null;
  /** Local time at which anything of the broadcast was taken last. */
  touchedAt: number;
  readonly #codec: EventCodec;

  constructor(options: RingOptions, now: number) {
    this.#codec = options.codec;
    this.ring = new MessageRing(options);
    this.touchedAt = now;
  }

  takeRecord(record: LogRecord): void {
    this.ring.push(record.offset, record.value, record.appendTime);
    const type = this.#codec.peek(record.value);
    if (type === 'SourceProgress') this.#takeProgress(record);
    if (type !== 'MessageAnalyzed') return;
    this.rate.add(record.appendTime);
    this.lastMessageAt = record.appendTime;
  }

  #takeProgress(record: LogRecord): void {
    const event = this.#codec.decode(record.value);
    if (event.type !== 'SourceProgress') return;
    this.watching = event.data.viewers;
    this.aliveAt = event.data.receivedAt;
  }

  /** Messages per minute of the hour up to its newest minute, oldest first; empty where no minute is known. */
  sparkline(): number[] {
    const minutes = this.windows.range(MINUTE);
    const newest = minutes.at(-1);
    if (!newest) return [];
    const counts = new Map(minutes.map((window) => [window.start, window.messages]));
    const length = Math.min(60, (newest.start - (minutes[0]?.start ?? newest.start)) / MINUTE + 1);
    return Array.from(
      { length },
      (_, index) => counts.get(newest.start - (length - 1 - index) * MINUTE) ?? 0,
    );
  }

  /** Positive among positive and negative messages of the newest minute of event time; null where there were none. */
  mood(): number | null {
    const tens = this.windows.range(10_000);
    const newest = tens.at(-1)?.start ?? 0;
    let positive = 0;
    let negative = 0;
    for (const window of tens) {
      if (window.start <= newest - MINUTE) continue;
      positive += window.positive;
      negative += window.negative;
    }
    return positive + negative > 0 ? positive / (positive + negative) : null;
  }
}
