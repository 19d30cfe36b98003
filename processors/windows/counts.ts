import type { MessageAnalyzed, WindowUpdated } from '../../core/events/generated.ts';
import type { OpenWindow } from '../../core/runtime/tumbling-windows.ts';
import { EMOTIONS } from '../../language/types.ts';

/** The figures of one window while it is open. */
export interface WindowCounts {
  platform: string;
  channelId: string;
  messages: number;
  positive: number;
  negative: number;
  neutral: number;
  profane: number;
  readonly emotions: number[];
  positiveSum: number;
  readonly authors: Set<string>;
  readonly negativeAuthors: Set<string>;
  readonly profaneAuthors: Set<string>;
  paid: number;
  removed: number;
  sanctions: number;
  recorded: boolean;
}

export function emptyCounts(): WindowCounts {
  return {
    platform: '',
    channelId: '',
    messages: 0,
    positive: 0,
    negative: 0,
    neutral: 0,
    profane: 0,
    emotions: EMOTIONS.map(() => 0),
    positiveSum: 0,
    authors: new Set(),
    negativeAuthors: new Set(),
    profaneAuthors: new Set(),
    paid: 0,
    removed: 0,
    sanctions: 0,
    recorded: false,
  };
}

const EMOTION_INDEX = new Map<string, number>(EMOTIONS.map((emotion, index) => [emotion, index]));

export function countMessage(counts: WindowCounts, analyzed: MessageAnalyzed): void {
  const { message } = analyzed;
  counts.platform = message.platform;
  counts.channelId = message.channelId;
  counts.recorded = message.clock === 'recorded';
  counts.messages += 1;
  // Those without an id are told apart by shown name, which several may share: at least so many have written.
  const author = message.author.id || message.author.name;
  counts.authors.add(author);
  if (analyzed.sentiment === 'positive') counts.positive += 1;
  else if (analyzed.sentiment === 'negative') {
    counts.negative += 1;
    counts.negativeAuthors.add(author);
  } else counts.neutral += 1;
  if (analyzed.profane) {
    counts.profane += 1;
    counts.profaneAuthors.add(author);
  }
  const emotion = EMOTION_INDEX.get(analyzed.emotion);
  if (emotion !== undefined) counts.emotions[emotion] = (counts.emotions[emotion] ?? 0) + 1;
  counts.positiveSum += analyzed.positive;
  if (message.paid) counts.paid += 1;
}

export function toWindowUpdated(window: OpenWindow<WindowCounts>, closed: boolean): WindowUpdated {
  const { authors, negativeAuthors, profaneAuthors, ...counts } = window.state;
  return {
    ...counts,
    emotions: [...counts.emotions],
    authors: authors.size,
    negativeAuthors: negativeAuthors.size,
    profaneAuthors: profaneAuthors.size,
    broadcastId: window.broadcastId,
    sizeMs: window.sizeMs,
    start: window.start,
    stamp: window.stamp,
    closed,
  };
}
