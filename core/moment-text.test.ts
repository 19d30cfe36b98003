import { expect, test } from 'vitest';
import { momentText } from './moment-text.ts';

const at = (hour: number): number => Date.UTC(2026, 0, 1, hour, 0, 5);

test.each([
  [at(0), 'Asia/Seoul', '1월 1일 오전 9:00:05 (한국 시간)'],
  [at(3), 'Asia/Seoul', '1월 1일 오후 12:00:05 (한국 시간)'],
  [at(15), 'Asia/Seoul', '1월 2일 오전 12:00:05 (한국 시간)'],
  [at(14), 'America/New_York', '1월 1일 오전 9:00:05 (뉴욕 시간)'],
  [at(14), 'UTC', '1월 1일 오후 2:00:05 (UTC)'],
])('%d in %s is written as people in Korea write it', (moment, zone, text) => {
  expect(momentText(moment, { language: 'ko', zone })).toBe(text);
});

test('in English on 24 hours with the zone', () => {
  expect(momentText(at(0), { language: 'en', zone: 'Asia/Seoul' })).toBe('Jan 1, 09:00:05 GMT+9');
});

test("a reader's own zone is not named", () => {
  expect(momentText(at(0), { language: 'ko' })).toMatch(/^\d+월 \d+일 오[전후] \d+:00:05$/);
  expect(momentText(at(0), { language: 'en' })).toMatch(/^\w+ \d+, \d\d:00:05$/);
});
