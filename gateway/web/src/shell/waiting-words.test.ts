import { expect, it } from 'vitest';
import { wordsIn } from '../i18n/index.ts';
import { waitingText } from './waiting-words.ts';

const { t } = wordsIn('en');

it.each([
  ['', /appears here when the show begins/],
  ['connect ECONNREFUSED 127.0.0.1:1', /cannot be reached/],
  ['getaddrinfo ENOTFOUND chat.example.org', /cannot be reached/],
  ['the moon is in the way', /: the moon is in the way$/],
])('an empty chat that is not connected because of "%s" says what it waits for', (reason, text) => {
  expect(waitingText(reason, t)).toMatch(text);
});
