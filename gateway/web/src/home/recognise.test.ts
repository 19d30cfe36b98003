import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, recognise } from './recognise.ts';

describe('recognise', () => {
  it.each([
    ['https://www.twitch.tv/SomeOne', 'twitch', 'someone'],
    ['twitch.tv/someone?referrer=raid', 'twitch', 'someone'],
    ['https://m.twitch.tv/popout/someone/chat', 'twitch', 'someone'],
    ['twitch:some_one', 'twitch', 'some_one'],
    ['https://youtu.be/abcdefghijk', 'youtube', 'abcdefghijk'],
    ['https://www.youtube.com/watch?v=abcdefghijk', 'youtube', 'abcdefghijk'],
    ['https://www.youtube.com/live/abcdefghijk', 'youtube', 'abcdefghijk'],
    ['https://chzzk.naver.com/live/0123456789abcdef', 'chzzk', '0123456789abcdef'],
    ['https://play.sooplive.co.kr/bj/123', 'soop', 'bj'],
    ['https://view.shoppinglive.naver.com/lives/1234', 'naver-shopping', '1234'],
    ['replay:show.jsonl', 'replay', 'show.jsonl'],
    [' demo:showcase ', 'demo', 'showcase'],
  ])('%s', (input, platform, name) => {
    expect(recognise(input)).toMatchObject({ platform, name });
  });

  it.each([
    '',
    'some_one',
    'replay:',
    'https://www.twitch.tv/',
    'https://www.twitch.tv/directory/all',
    'http://',
    '안녕',
    'example.com/x',
  ])('does not know %j', (input) => {
    expect(recognise(input)).toBeNull();
  });

  it('knows its own examples as supported', () => {
    for (const { platform, url } of EXAMPLES)
      expect(recognise(url)).toMatchObject({ platform, supported: true });
    expect(recognise('https://youtu.be/abcdefghijk')?.supported).toBe(false);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void recognise(text)));
    fc.assert(fc.property(fc.webUrl(), (text) => void recognise(text)));
  });
});
