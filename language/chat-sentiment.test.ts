/** How chat is read, on lines that were written and judged for this project; the half that nothing was chosen by. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from './index.ts';
import { evaluateChat } from './train/evaluate-chat.ts';
import { chatTable } from './train/model-card.ts';
import { judgedChat, type JudgedChat } from './train/own-chat.ts';

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

const labelOf = (text: string): string => analyzer.analyze(text).sentiment.label;
const partOf = (language: 'ko' | 'en', wanted: JudgedChat['part']): readonly JudgedChat[] =>
  judgedChat(language).filter(({ part }) => part === wanted);
const heldBack = (language: 'ko' | 'en'): readonly JudgedChat[] => partOf(language, 'held-back');
const isRight = ({ text, label, also }: JudgedChat): boolean => [label, also].includes(labelOf(text));
const share = <T>(list: readonly T[], holds: (each: T) => boolean): number =>
  list.filter(holds).length / list.length;

describe('chat is read as a person reads it', () => {
  it.each(['ko', 'en'] as const)('%s: five of six lines', (language) => {
    const lines = heldBack(language);
    const wrong = lines.filter((line) => !isRight(line)).map(({ text }) => `${text}: ${labelOf(text)}`);
    expect(share(lines, isRight), wrong.join(' ¦ ')).toBeGreaterThanOrEqual(0.84);
  });

  it.each(['ko', 'en'] as const)('%s: ordinary talk is not called negative', (language) => {
    const ordinary = heldBack(language).filter(({ label }) => label === 'neutral');
    expect(share(ordinary, ({ text }) => labelOf(text) === 'negative')).toBeLessThanOrEqual(
      { ko: 0.07, en: 0.08 }[language],
    );
  });

  it.each(['ko', 'en'] as const)('%s: complaints, insults and praise are still found', (language) => {
    const kinds = ['complaint', 'insult', 'praise', 'thanks'];
    const sided = heldBack(language).filter(({ kind }) => kinds.includes(kind));
    expect(share(sided, isRight)).toBeGreaterThanOrEqual(0.75);
  });

  it.each([
    '안녕하세요',
    '이거 무슨 게임이에요?',
    '네',
    'ㅇㅋ',
    '!출석',
    '무빙',
    'ㅋㅋㅋㅋㅋ ㅋㅋㅋㅋ ㅋㅋㅋ',
  ])('the bug that ordinary talk was taken for a bad review: %s is not negative', (text) => {
    expect(labelOf(text)).not.toBe('negative');
  });

  it.each(['ko', 'en'] as const)(
    '%s: three of four fresh lines, though irony is many of them',
    (language) => {
      const fresh = partOf(language, 'fresh');
      const ordinary = fresh.filter(({ label }) => label === 'neutral');
      expect(share(fresh, isRight)).toBeGreaterThanOrEqual(0.75);
      expect(share(ordinary, ({ text }) => labelOf(text) === 'negative')).toBeLessThanOrEqual(0.1);
    },
  );

  it.each([
    ['졌어 ㅠㅠ', 'negative'],
    ['아 놓쳤어 ㅠㅠ', 'negative'],
    ['너무 예뻐 ㅠㅠ', 'positive'],
    ['와 이겼어 ㅠㅠㅠ', 'positive'],
    ['so sad :(', 'negative'],
    ['we won T_T so happy', 'positive'],
  ])('the bug that tears said by themselves what is felt: %s is %s', (text, label) => {
    expect(labelOf(text)).toBe(label);
  });

  it.each([
    ['not bad', 'positive'],
    ['not fun at all', 'negative'],
    ['나쁘지 않네', 'positive'],
    ['지루하지 않네', 'positive'],
    ['후회 안 해요', 'positive'],
    ['재밌지 않다', 'negative'],
    ['하나도 안 재밌어', 'negative'],
  ])('negation: %s is %s', (text, label) => {
    expect(labelOf(text)).toBe(label);
  });

  it.each([
    'PogChamp',
    'letsss gooooo',
    'soooo good',
    '❤️',
    '재밌다아아아아',
    '존잼ㅁㅁㅁㅁ',
    '오늘방송진짜재밌다',
  ])('emotes, pictures, stretched and joined words: %s is positive', (text) => {
    expect(labelOf(text)).toBe('positive');
  });

  it.each([
    'kill the boss',
    'he is dead',
    'wtf is that',
    'LUL',
    'Kappa',
    'F in chat',
    'donde esta la llave',
    'wo ist der Ausgang',
    'Zelda Kirby',
    '!rank',
  ])(
    'the bug that words of the game, emotes and other languages were complaints: %s is not negative',
    (text) => {
      expect(labelOf(text)).not.toBe('negative');
    },
  );
});

it('the model card says what each kind of chat reads as', async () => {
  const card = readFileSync(new URL('../docs/models/README.md', import.meta.url), 'utf8');
  expect(card).toContain(chatTable(await evaluateChat()));
});
