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
    ['https://m.youtube.com/shorts/abcdefghijk?si=x', 'youtube', 'abcdefghijk'],
    ['https://www.youtube.com/@%ED%95%98%EB%9E%8C', 'youtube', '@하람'],
    ['https://www.youtube.com/channel/UCabc/live', 'youtube', 'UCabc'],
    ['youtube:abcdefghijk', 'youtube', 'abcdefghijk'],
    ['https://chzzk.naver.com/live/0123456789abcdef', 'chzzk', '0123456789abcdef'],
    ['https://play.sooplive.co.kr/bj/123', 'soop', 'bj'],
    ['https://www.sooplive.com/station/bj', 'soop', 'bj'],
    ['http://play.afreecatv.com/bj/123', 'soop', 'bj'],
    ['soop:bj', 'soop', 'bj'],
    ['chzzk:0123456789abcdef', 'chzzk', '0123456789abcdef'],
    ['https://view.shoppinglive.naver.com/lives/1234', 'naver-shopping', '1234'],
    ['https://m.shoppinglive.naver.com/livebridge/1234?fm=x', 'naver-shopping', '1234'],
    ['shoppinglive.naver.com/replays/1234', 'naver-shopping', '1234'],
    ['naver-shopping:1234', 'naver-shopping', '1234'],
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
    'https://shoppinglive.naver.com/home',
    'https://view.shoppinglive.naver.com/shortclips/1234',
  ])('does not know %j', (input) => {
    expect(recognise(input)).toBeNull();
  });

  it('knows its own examples', () => {
    for (const { platform, url } of EXAMPLES) expect(recognise(url)).toMatchObject({ platform });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void recognise(text)));
    fc.assert(fc.property(fc.webUrl(), (text) => void recognise(text)));
  });
});
