import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { ClosedWindow } from './window-rule.ts';
import type { WindowRow } from './sources.ts';
import { isCanaryEvent } from './canary-rule.ts';

/** The figures of a window, counted anew. */
export interface Figures {
  messages: number;
  positive: number;
  negative: number;
  neutral: number;
  profane: number;
  anger: number;
  joy: number;
  fear: number;
  disgust: number;
  surprise: number;
  peace: number;
  sadness: number;
  positiveSum: number;
  paid: number;
  removed: number;
  sanctions: number;
  readonly authors: Set<string>;
}

export function emptyFigures(): Figures {
  const zero = {
    messages: 0,
    positive: 0,
    negative: 0,
    neutral: 0,
    profane: 0,
    paid: 0,
    removed: 0,
    sanctions: 0,
  };
  const emotions = { anger: 0, joy: 0, fear: 0, disgust: 0, surprise: 0, peace: 0, sadness: 0 };
  return { ...zero, ...emotions, positiveSum: 0, authors: new Set() };
}

/** SourceProgress only moves the clock. */
export function countsAsFigure(event: ChatpulseEvent): boolean {
  return event.type !== 'SourceProgress' && !isCanaryEvent(event);
}

export function countFigure(figures: Figures, event: ChatpulseEvent): void {
  if (event.type === 'MessageRemoved') figures.removed += 1;
  else if (event.type === 'PlatformSanctioned' || event.type === 'ChatCleared') figures.sanctions += 1;
  if (event.type !== 'MessageAnalyzed') return;
  const { message, sentiment, emotion, positive, profane } = event.data;
  figures.messages += 1;
  figures[sentiment === 'positive' || sentiment === 'negative' ? sentiment : 'neutral'] += 1;
  if (isEmotion(emotion)) figures[emotion] += 1;
  figures.positiveSum += positive;
  if (profane) figures.profane += 1;
  if (message.paid !== null) figures.paid += 1;
  figures.authors.add(message.author.id === '' ? message.author.name : message.author.id);
}

type Emotion = 'anger' | 'joy' | 'fear' | 'disgust' | 'surprise' | 'peace' | 'sadness';
const EMOTIONS: ReadonlySet<string> = new Set([
  'anger',
  'joy',
  'fear',
  'disgust',
  'surprise',
  'peace',
  'sadness',
]);

function isEmotion(text: string): text is Emotion {
  return EMOTIONS.has(text);
}

/** Names the figures that the store has otherwise. */
export function differentFigures(window: ClosedWindow<Figures>, row: WindowRow): string | undefined {
  const { authors, ...counts } = window.state;
  const wrong = Object.entries({ ...counts, authors: authors.size, stamp: window.stamp })
    .filter(([name, value]) => row.figures[name] !== value)
    .map(([name, value]) => `${name} is ${row.figures[name] ?? 'missing'} and should be ${value}`);
  return wrong.length > 0 ? wrong.join(', ') : undefined;
}
