import { expect, test } from 'vitest';
import type { AlertView } from '../../../core/alerts/alert-view.ts';
import { mailText } from '../mail/mail-text.ts';
import { slackMessage } from '../slack/blocks.ts';
import { sampleAlert, sampleNotice } from '../testing/sample-notices.ts';
import { describeNotice } from './describe.ts';

const reading = (language: 'ko' | 'en') => ({ language, zone: 'Asia/Seoul', now: Date.UTC(2026, 0, 1) });

function factsOf(language: 'ko' | 'en', alert: Partial<AlertView>): Record<string, string> {
  const { items } = describeNotice(sampleNotice('a', { alert: sampleAlert(alert) }), reading(language));
  return Object.fromEntries((items[0]?.facts ?? []).map(({ label, value }) => [label, value]));
}

test('a Korean host reads when, how much and from which share on it is told (a threshold of points was told as a share)', () => {
  const alert = { startedAt: Date.UTC(2026, 0, 1, 0, 0, 5), resolvedAt: Date.UTC(2026, 0, 1, 3, 1) };
  expect(factsOf('ko', alert)).toEqual({
    어디: 'chzzk-ada',
    // How it is now is not known: it is over.
    '처음 알릴 때': '42% (메시지 120개 중)',
    평소: '12%',
    '알리는 기준': '27% 이상',
    시작: '1월 1일 오전 9:00:05 (한국 시간)',
    끝: '1월 1일 오후 12:01:00 (한국 시간)',
  });
});

test('what is usual of a loud or silent chat is told in messages (as a multiple, and as seconds, it made no sense)', () => {
  const loud = { rule: 'chat-surge', value: 7.25, threshold: 5, baseline: 25, count: 181 };
  expect(factsOf('ko', loud)).toMatchObject({
    지금: '평소의 7.3배',
    평소: '10초에 메시지 25개',
    '알리는 기준': '평소의 5배 이상',
  });
  const silent = { rule: 'chat-silence', value: 180, threshold: 180, baseline: 48, count: 0 };
  expect(factsOf('ko', silent)).toMatchObject({ 지금: '180초', 평소: '1분에 메시지 48개' });
  expect(factsOf('en', silent)).toMatchObject({ Now: '180 s', Usual: '48 messages a minute' });
});

test('a share of answers is told as one of answers (it was told as one of messages)', () => {
  const failing = { rule: 'error-rate', value: 0.1, threshold: 0.05, baseline: null, count: 200 };
  expect(factsOf('ko', failing)).toMatchObject({ 지금: '10% (응답 200개 중)', '알리는 기준': '5% 이상' });
  expect(factsOf('en', failing)).toMatchObject({ Now: '10% (of 200 responses)', 'Raised from': '5%' });
});

test.each([
  [{ rule: 'store-away', value: 1, threshold: 1 }, '1 process', '프로세스 1개'],
  [{ rule: 'store-away', value: 3, threshold: 1 }, '3 processes', '프로세스 3개'],
  [{ rule: 'source-failed', value: 1, threshold: 1 }, '1 capture', '1건'],
  [{ rule: 'processor-lag', value: 12_000, threshold: 1 }, '12,000 records', '기록 12,000건'],
  [{ rule: 'dead-letters', value: 1, threshold: 1 }, '1 record', '기록 1건'],
  [{ rule: 'negative-surge', value: 0.5, count: 1 }, '50% (of 1 message)', '50% (메시지 1개 중)'],
])('one is one, and more are several: %j', (alert, en, ko) => {
  expect(factsOf('en', { baseline: null, ...alert })['Now']).toBe(en);
  expect(factsOf('ko', { baseline: null, ...alert })['지금']).toBe(ko);
});

test.each([
  ['ko', '실행하는 프로세스가 없어요. 처리를 기다리는 기록이 1건 있어요.'],
  ['en', 'No process runs it. 1 record waits for it.'],
] as const)(
  'what the product says of its parts is told in the language of the reader: %s',
  (language, told) => {
    const alert = sampleAlert({ rule: 'processor-lag', detail: 'no process runs it; 1 record waits for it' });
    const [item] = describeNotice(sampleNotice('a', { alert }), reading(language)).items;
    expect(item?.remark).toBe(told);
  },
);

test('a surge that is full of profanity says so to a Korean host in Korean', () => {
  const alert = sampleAlert({ detail: 'Profane as well: 45 % of the messages, usually 3 %.' });
  const [item] = describeNotice(sampleNotice('a', { alert }), reading('ko')).items;
  expect(item?.remark).toBe('욕설도 늘었어요. 메시지의 45%, 평소 3%예요.');
});

test('Slack and mail say the same', () => {
  const described = describeNotice(sampleNotice('a'), reading('ko'));
  const slack = JSON.stringify(slackMessage(described));
  const mail = mailText(described);
  for (const text of ['1월 1일 오전 9:00:00 (한국 시간)', '27% 이상', '42% (메시지 120개 중)']) {
    expect(slack).toContain(text);
    expect(mail).toContain(text);
  }
});
