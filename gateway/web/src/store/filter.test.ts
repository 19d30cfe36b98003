import { describe, expect, it } from 'vitest';
import { isFiltering, matches, toQuery } from './filter.ts';
import { someMessage } from './testing.ts';

describe('matches', () => {
  const message = someMessage(1, {
    text: '오늘 게임 Really 재밌다',
    sentiment: 'positive',
    profane: true,
    at: 500,
  });

  it('wants all words, in any case and width, also parts of words', () => {
    expect(matches(message, { text: '게임 REALLY' })).toBe(true);
    expect(matches(message, { text: '재밌' })).toBe(true);
    expect(matches(message, { text: '게임 어제' })).toBe(false);
    expect(matches(message, { text: '  ' })).toBe(true);
  });

  it('knows authors by id, or by name where there is none', () => {
    expect(matches(message, { author: { id: 'a1', name: 'other' } })).toBe(true);
    expect(matches(message, { author: { id: 'a2', name: '하늘' } })).toBe(false);
    expect(matches(message, { author: { id: '', name: '하늘' } })).toBe(true);
  });

  it('knows labels and a half-open span', () => {
    expect(matches(message, { label: 'positive' })).toBe(true);
    expect(matches(message, { label: 'profane' })).toBe(true);
    expect(matches(message, { label: 'paid' })).toBe(false);
    expect(matches(message, { span: { from: 500, to: 501 } })).toBe(true);
    expect(matches(message, { span: { from: 0, to: 500 } })).toBe(false);
  });
});

describe('toQuery', () => {
  it('names only what is set', () => {
    expect(isFiltering({ text: ' ' })).toBe(false);
    expect(isFiltering({ label: 'paid' })).toBe(true);
    expect(toQuery({ text: ' 말 ', author: { id: '', name: '하늘' } })).toMatchObject({
      q: '말',
      author: '하늘',
    });
  });
});
