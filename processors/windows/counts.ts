import type { MessageAnalyzed, WindowUpdated } from '../../core/events/generated.ts';
import type { OpenWindow } from '../../core/runtime/tumbling-windows.ts';
import { EMOTIONS } from '../../language/types.ts';

/**
 * So many messages of one author count as voices. With one each, nearly everybody of a few who write much would have said
 * something negative at any time; with all, one could raise an alert alone.
 */
export const MOST_VOICES = 3;

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
  /** Messages of each author. */
  readonly authors: Map<string, number>;
  readonly negativeAuthors: Set<string>;
  readonly profaneAuthors: Set<string>;
  voices: number;
  negativeVoices: number;
  profaneVoices: number;
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
    authors: new Map(),
    negativeAuthors: new Set(),
    profaneAuthors: new Set(),
    voices: 0,
    negativeVoices: 0,
    profaneVoices: 0,
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
  const before = counts.authors.get(author) ?? 0;
  counts.authors.set(author, before + 1);
  const voice = before < MOST_VOICES ? 1 : 0;
  counts.voices += voice;
  if (analyzed.sentiment === 'positive') counts.positive += 1;
  else if (analyzed.sentiment === 'negative') {
    counts.negative += 1;
    counts.negativeAuthors.add(author);
    counts.negativeVoices += voice;
  } else counts.neutral += 1;
  if (analyzed.profane) {
    counts.profane += 1;
    counts.profaneAuthors.add(author);
    counts.profaneVoices += voice;
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
