import { describe, expect, it } from 'vitest';
import type { AnalyzeAnswer, ChatMessage } from '../../../../http/contract.ts';
import { differs, effectsOf, piecesOf } from './effects.ts';

const zeroes = { anger: 0, joy: 0, fear: 0, disgust: 0, surprise: 0, peace: 0, sadness: 0 };
const bias = { text: '', kind: 'bias', weight: -1 } as const;

const explanation: NonNullable<AnalyzeAnswer['explain']> = {
  sentiment: [
    { text: '좋아', kind: 'words', weight: 2 },
    { text: '! × 1', kind: 'count', weight: 0.25 },
    { text: '', kind: 'rest', weight: -0.5 },
    bias,
  ],
  emotion: Object.fromEntries(Object.keys(zeroes).map((name) => [name, [bias]])) as never,
  profanity: [],
  matches: [],
  allowed: [],
  words: [
    { start: 0, end: 2, sentiment: 2, profanity: 0, emotion: zeroes },
    { start: 3, end: 5, sentiment: -0.5, profanity: 0, emotion: zeroes },
  ],
  version: 'v',
};

describe('effects', () => {
  it('add up: the words, the bias, and what belongs to no word', () => {
    expect(effectsOf(explanation, 'mood', 'joy')).toEqual({
      words: [2, -0.5],
      rest: 0.25,
      bias: -1,
      sum: 0.75,
    });
  });
  it('are none where nothing moved the score', () => {
    expect(effectsOf(explanation, 'profanity', 'joy')).toBeUndefined();
    expect(effectsOf(explanation, 'emotion', 'joy')).toBeUndefined();
  });
});

describe('pieces of a message', () => {
  const words = [
    { start: 1, end: 3 },
    { start: 4, end: 8 },
  ];
  it('are the whole message, cut at its words', () => {
    const pieces = piecesOf(' 와! 대단해요', words, []);
    expect(pieces).toEqual([
      { start: 0, text: ' ', word: undefined },
      { start: 1, text: '와!', word: 0 },
      { start: 3, text: ' ', word: undefined },
      { start: 4, text: '대단해요', word: 1 },
    ]);
  });
  it('hide what is masked, one star a character, over several words too', () => {
    const hidden = [
      { start: 2, end: 5 },
      { start: 4, end: 6 },
    ];
    expect(
      piecesOf(' 와! 대단해요', words, hidden)
        .map(({ text }) => text)
        .join(''),
    ).toBe(' 와****해요');
    expect(piecesOf('👨‍👩‍👧👍', [{ start: 0, end: 10 }], [{ start: 0, end: 8 }])[0]?.text).toBe('*👍');
  });
});

it('scores of other models, and what other rules have masked, are told apart from those of today', () => {
  const emotion = { label: 'joy', scores: { ...zeroes, joy: 0.9 } };
  const answer = {
    profanity: { flag: false, score: 0, spans: [] },
    sentiment: { label: 'positive', positive: 0.8 },
    emotion,
  } as unknown as AnalyzeAnswer;
  const recorded = (positive: number, label: 'joy' | 'anger', score: number): ChatMessage =>
    ({ positive, profane: false, spans: [], emotion: { label, score } }) as unknown as ChatMessage;
  expect(differs(recorded(0.8004, 'joy', 0.8996), answer)).toBe(false);
  expect(differs(recorded(0.7, 'joy', 0.9), answer)).toBe(true);
  expect(differs(recorded(0.8, 'anger', 0.9), answer)).toBe(true);
  expect(differs(recorded(0.8, 'joy', 0.5), answer)).toBe(true);
  expect(differs({ ...recorded(0.8, 'joy', 0.9), profane: true }, answer)).toBe(true);
  const masked = [{ start: 0, end: 2, reason: 'channel' }];
  expect(differs({ ...recorded(0.8, 'joy', 0.9), spans: masked }, answer)).toBe(true);
});
