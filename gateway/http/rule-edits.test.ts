import { expect, test } from 'vitest';
import type { ChannelRules } from './contract.ts';
import { applyEdit } from './rule-edits.ts';

const rules: ChannelRules = {
  channelId: 'twitch-a',
  version: 3,
  mask: ['one', 'Two'],
  allow: ['three'],
  severity: 2,
  changedAt: 0,
  changedBy: 'page',
};

test('a word is added at the end, and leaves the other list', () => {
  expect(applyEdit(rules, { kind: 'add', list: 'mask', word: 'THREE' })).toEqual({
    mask: ['one', 'Two', 'THREE'],
    allow: [],
    severity: 2,
  });
});

test('a word that is there already is there once', () => {
  expect(applyEdit(rules, { kind: 'add', list: 'mask', word: 'two' }).mask).toEqual(['one', 'two']);
});

test('a word is taken out, and one that is gone already changes nothing', () => {
  expect(applyEdit(rules, { kind: 'remove', list: 'mask', word: 'one' }).mask).toEqual(['Two']);
  expect(applyEdit(rules, { kind: 'remove', list: 'allow', word: 'gone' }).allow).toEqual(['three']);
});

test('the severity changes alone', () => {
  expect(applyEdit(rules, { kind: 'severity', severity: 3 })).toEqual({
    mask: ['one', 'Two'],
    allow: ['three'],
    severity: 3,
  });
});
