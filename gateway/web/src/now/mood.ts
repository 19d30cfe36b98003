/** What the meter reads off one message. */
export interface MoodSample {
  /** Event time, ms since 1970. */
  readonly at: number;
  readonly sentiment: 'positive' | 'neutral' | 'negative';
  /** Index of the emotion in the fixed order of the seven. */
  readonly emotion: number;
}

/** What the meter reads off a window of some seconds. */
export interface MoodCounts {
  /** Start of the window, event time in ms since 1970. */
  readonly start: number;
  /** Length of the window, ms. */
  readonly size: number;
  readonly messages: number;
  readonly positive: number;
  readonly negative: number;
  /** Messages per emotion, in the fixed order. */
  readonly emotions: readonly number[];
}

/** The mood of the last minute. */
export interface MoodReading {
  /** Messages in the minute. */
  readonly messages: number;
  readonly positive: number;
  readonly negative: number;
  /**
   * The share of positive among positive and negative messages, stretched to -100 (all negative) … +100 (all positive);
   * null where there is neither.
   */
  readonly mood: number | null;
  /** Slope of the mood over the minute in points per minute; null where there is too little to tell. */
  readonly change: number | null;
  /** Messages per emotion, in the fixed order. */
  readonly emotions: readonly number[];
}

/** What a reading is made of; sums of several chats add up to those of all together. */
export interface MoodSums {
  readonly messages: number;
  readonly positive: number;
  readonly negative: number;
  /** Distinct seconds with positive or negative messages. */
  readonly seconds: number;
  /** Over those messages, x being the seconds before now as a negative number: sums of x, x², and x of the positive. */
  readonly x: number;
  readonly xx: number;
  readonly xPositive: number;
  readonly emotions: readonly number[];
}

const SECONDS = 60;
const EMOTION_COUNT = 7;
const STRIDE = 3 + EMOTION_COUNT;
/** Fewer positive and negative messages than this, or fewer distinct seconds, make no trend. */
const ENOUGH_MESSAGES = 8;
const ENOUGH_SECONDS = 5;

/** A share of positive messages of 0…1 as -100…+100. */
export function toMood(share: number): number {
  return (share - 0.5) * 200;
}

/**
 * Sums messages by second of event time and reads the last 60 s. Memory is fixed; adding a message allocates nothing.
 */
export class MoodMeter {
  /** Per slot: messages, positive, negative, then one count per emotion. */
  readonly #sums = new Float64Array(SECONDS * STRIDE);
  readonly #second = new Float64Array(SECONDS).fill(-1);

  add(sample: MoodSample): void {
    const base = this.#slotOf(sample.at);
    if (base < 0) return;
    this.#bump(base, 1);
    if (sample.sentiment === 'positive') this.#bump(base + 1, 1);
    if (sample.sentiment === 'negative') this.#bump(base + 2, 1);
    if (sample.emotion >= 0 && sample.emotion < EMOTION_COUNT) this.#bump(base + 3 + sample.emotion, 1);
  }

  /** Adds a whole window, for the part of the minute whose messages are not at hand; it counts at its middle. */
  addCounts({ start, size, messages, positive, negative, emotions }: MoodCounts): void {
    const base = this.#slotOf(start + size / 2);
    if (base < 0) return;
    this.#bump(base, messages);
    this.#bump(base + 1, positive);
    this.#bump(base + 2, negative);
    emotions.forEach((count, index) => {
      if (index < EMOTION_COUNT) this.#bump(base + 3 + index, count);
    });
  }

  /** Where the sums of a moment's second begin, emptied of what is older; -1 for one older than the minute kept. */
  #slotOf(at: number): number {
    const second = Math.floor(at / 1000);
    const slot = second % SECONDS;
    const base = slot * STRIDE;
    const held = this.#second[slot] as number;
    if (held > second) return -1;
    if (held < second) {
      this.#sums.fill(0, base, base + STRIDE);
      this.#second[slot] = second;
    }
    return base;
  }

  #bump(index: number, by: number): void {
    this.#sums[index] = (this.#sums[index] as number) + by;
  }

  /** The reading at a moment of event time (ms since 1970). */
  read(now: number): MoodReading {
    return toReading(this.sums(now));
  }

  /** What the reading at a moment is made of. */
  sums(now: number): MoodSums {
    const last = Math.floor(now / 1000);
    const emotions = new Array<number>(EMOTION_COUNT).fill(0);
    let messages = 0;
    let positive = 0;
    let negative = 0;
    let seconds = 0;
    let sumX = 0;
    let sumXX = 0;
    let sumXY = 0;
    for (let slot = 0; slot < SECONDS; slot += 1) {
      const second = this.#second[slot] as number;
      if (second <= last - SECONDS || second > last) continue;
      const base = slot * STRIDE;
      messages += this.#sums[base] as number;
      for (let e = 0; e < EMOTION_COUNT; e += 1) {
        emotions[e] = (emotions[e] as number) + (this.#sums[base + 3 + e] as number);
      }
      const good = this.#sums[base + 1] as number;
      const bad = this.#sums[base + 2] as number;
      if (good + bad === 0) continue;
      const x = second - last;
      seconds += 1;
      positive += good;
      negative += bad;
      sumX += (good + bad) * x;
      sumXX += (good + bad) * x * x;
      sumXY += good * x;
    }
    return { messages, positive, negative, seconds, x: sumX, xx: sumXX, xPositive: sumXY, emotions };
  }
}

export function toReading(sums: MoodSums): MoodReading {
  const { messages, positive, negative, seconds, x, xx, xPositive, emotions } = sums;
  const rated = positive + negative;
  if (rated === 0) return { messages, positive, negative, mood: null, change: null, emotions };
  // Least squares over the rated messages (1 positive, 0 negative): the slope of the share in time, per second.
  const spread = xx - (x * x) / rated;
  const enough = rated >= ENOUGH_MESSAGES && seconds >= ENOUGH_SECONDS && spread > 0;
  const change = enough ? ((xPositive - (x * positive) / rated) / spread) * 60 * 200 : null;
  return { messages, positive, negative, mood: toMood(positive / rated), change, emotions };
}

/** Several chats as one, each by its own clock. */
export function addSums(all: readonly MoodSums[]): MoodSums {
  const sum = (of: (sums: MoodSums) => number): number => all.reduce((total, sums) => total + of(sums), 0);
  return {
    messages: sum((one) => one.messages),
    positive: sum((one) => one.positive),
    negative: sum((one) => one.negative),
    // At least so many: the same second may be in several.
    seconds: Math.max(0, ...all.map((one) => one.seconds)),
    x: sum((one) => one.x),
    xx: sum((one) => one.xx),
    xPositive: sum((one) => one.xPositive),
    emotions: Array.from({ length: EMOTION_COUNT }, (_, index) => sum((one) => one.emotions[index] ?? 0)),
  };
}

export type Direction = 'rising' | 'falling' | 'steady' | 'unknown';

/** Points per minute below which a mood is called steady: what noise alone makes of a minute of neutral chat. */
const STEADY = 12;

export function moodDirection(change: number | null): Direction {
  if (change === null) return 'unknown';
  if (Math.abs(change) < STEADY) return 'steady';
  return change > 0 ? 'rising' : 'falling';
}

export type MoodWord = 'veryPositive' | 'positive' | 'even' | 'negative' | 'veryNegative' | 'silent';

/** A word for a mood of -100…+100. */
export function moodWord(mood: number | null): MoodWord {
  if (mood === null) return 'silent';
  if (mood >= 40) return 'veryPositive';
  if (mood >= 12) return 'positive';
  if (mood > -12) return 'even';
  return mood > -40 ? 'negative' : 'veryNegative';
}
