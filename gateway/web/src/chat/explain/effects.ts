import type { AnalyzeAnswer, ChatMessage } from '../../../../http/contract.ts';
import type { Emotion } from '../../../../../language/types.ts';
import { countGraphemes } from '../../format/segments.ts';

type Explanation = NonNullable<AnalyzeAnswer['explain']>;

/** What a reader may ask about. */
export const VIEWS = ['mood', 'emotion', 'profanity'] as const;
export type View = (typeof VIEWS)[number];

/** What moved one score, in log-odds: `bias`, `rest` and all words together are `sum`. */
export interface Effects {
  /** In the order of the words of the explanation. */
  readonly words: readonly number[];
  /** What belongs to no word: marks, length. */
  readonly rest: number;
  readonly bias: number;
  readonly sum: number;
}

/** Undefined where nothing moved the score. */
export function effectsOf(explanation: Explanation, view: View, emotion: Emotion): Effects | undefined {
  const { words } = explanation;
  switch (view) {
    case 'mood':
      return effects(
        explanation.sentiment,
        words.map((word) => word.sentiment),
      );
    case 'emotion':
      return effects(
        explanation.emotion[emotion],
        words.map((word) => word.emotion[emotion]),
      );
    case 'profanity':
      return effects(
        explanation.profanity,
        words.map((word) => word.profanity),
      );
  }
}

function effects(list: Explanation['sentiment'], words: readonly number[]): Effects | undefined {
  if (!list.some(({ kind, weight }) => kind !== 'bias' && weight !== 0)) return undefined;
  const sum = list.reduce((total, { weight }) => total + weight, 0);
  const bias = list.find(({ kind }) => kind === 'bias')?.weight ?? 0;
  const rest = words.reduce((left, word) => left - word, sum - bias);
  return { words, rest, bias, sum };
}

/** Whether the answer of today is another than what was recorded: then other models, or rules of the channel, gave it. */
export function differs(message: ChatMessage, { profanity, sentiment, emotion }: AnalyzeAnswer): boolean {
  return (
    Math.abs(message.positive - sentiment.positive) > SAME ||
    message.profane !== profanity.flag ||
    message.spans.length !== profanity.spans.length ||
    message.emotion.label !== emotion.label ||
    Math.abs(message.emotion.score - emotion.scores[emotion.label]) > SAME
  );
}

/** Recorded scores come in thousandths. */
const SAME = 0.0005 + 1e-6;

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is hidden of a message: by what was recorded, and by today's answer; sorted. */
export function hiddenIn(message: ChatMessage, { profanity }: AnalyzeAnswer): readonly Span[] {
  return [...message.spans, ...profanity.spans].toSorted((a, b) => a.start - b.start);
}

/** A piece of the message in reading order; `word` is its place in the explanation, undefined between words. */
export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly word: number | undefined;
}

/** The message cut at its words; what `hidden` covers (sorted) is starred, one star a character. */
export function piecesOf(text: string, words: readonly Span[], hidden: readonly Span[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (end: number, word: number | undefined): void => {
    if (end > at) pieces.push({ start: at, text: starred(text, { start: at, end }, hidden), word });
    at = Math.max(at, end);
  };
  words.forEach(({ start, end }, word) => {
    add(start, undefined);
    add(end, word);
  });
  add(text.length, undefined);
  return pieces;
}

function starred(text: string, { start, end }: Span, hidden: readonly Span[]): string {
  let shown = '';
  let at = start;
  for (const span of hidden) {
    const from = Math.max(at, span.start);
    const to = Math.min(end, span.end);
    if (from >= to) continue;
    shown += text.slice(at, from) + '*'.repeat(countGraphemes(text.slice(from, to)));
    at = to;
  }
  return shown + text.slice(at, end);
}
