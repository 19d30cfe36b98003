import { expect, test } from 'vitest';
import { wordsIn } from '../i18n/index.ts';
import { detailText } from './element-words.ts';

const ko = wordsIn('ko').t;
const en = wordsIn('en').t;

test.each([
  ['no process runs it; 37 records wait for it', '실행하는 프로세스가 없어요; 처리를 기다리는 기록 37건'],
  ['processor:analyze: no process runs it', '분석: 실행하는 프로세스가 없어요'],
  ['nothing heard from sinks-1 (one)', 'sinks-1 (one)에서 소식이 없어요'],
  ['stuck for 9 s with 4 waiting', '9초째 멈춰 있어요 (기다리는 기록 4건)'],
  ['no answer within 3 s', '3초 안에 답이 없어요'],
  ['connect ECONNREFUSED 127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9'],
])('what the product says of an element, %j, is told in the language of the reader', (detail, told) => {
  expect(detailText(detail, ko)).toBe(told);
});

test('an element that says nothing, and one that nobody runs', () => {
  expect(detailText(null, en)).toBe('');
  expect(detailText('no process runs it', en)).toBe('No process runs it');
});

test('one record is one, and more are several', () => {
  expect(detailText('1 record waits for it', en)).toBe('1 record waits for it');
  expect(detailText('37 records wait for it', en)).toBe('37 records wait for it');
  expect(detailText('stuck for 9 s with 1 waiting', en)).toBe('Stuck for 9 s with 1 record waiting');
});
