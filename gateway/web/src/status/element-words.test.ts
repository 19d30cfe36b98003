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
  ['processors on host-1', 'host-1의 처리 프로세스'],
  ['all on host-1', 'host-1에서 모든 역할을 맡은 프로세스'],
  ['the latest canary did not come through', '마지막 점검 메시지가 도착하지 않았어요'],
  ['no process tells of canaries', '점검 메시지를 보내는 프로세스가 없어요'],
  ['its thread has not answered for 9 s', '스레드가 9초째 응답하지 않아요'],
  ['connecting', '연결하고 있어요'],
  ['reconnecting', '다시 연결하고 있어요'],
  ['stalled', '연결되어 있지만 소식이 없어요'],
  ['failed', '오류로 끝났어요'],
  ['starting', '시작하고 있어요'],
  ['alerts are not read yet', '알림을 아직 읽지 못했어요'],
  ['the schema registry answers 503', '스키마 저장소가 503 오류로 답했어요'],
  ['the rules of channels are not read; refused', '채널 규칙을 읽지 못하고 있어요; refused'],
  [
    'what is known of alerts and broadcasts is not read; no answer within 3 s',
    '알림과 방송 정보를 읽지 못하고 있어요; 3초 안에 답이 없어요',
  ],
  ['Processing falls behind', '처리가 밀리고 있어요'],
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
