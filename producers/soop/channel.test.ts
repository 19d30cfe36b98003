import { describe, expect, it } from 'vitest';
import { recogniseAddress } from '../registry.ts';

describe('the addresses of SOOP', () => {
  it.each([
    'https://play.sooplive.com/haram_1',
    'https://play.sooplive.com/haram_1/',
    'https://play.sooplive.com/haram_1/293012345',
    'https://play.sooplive.com/haram_1/293012345/embed',
    'https://play.sooplive.com/haram_1/direct?autoplay=1&utm_source=share',
    'https://play.sooplive.co.kr/haram_1/293012345',
    'http://play.afreecatv.com/haram_1/293012345',
    'https://play.afreecatv.com/haram_1',
    'https://www.sooplive.com/station/haram_1',
    'https://www.sooplive.co.kr/station/haram_1/post/1',
    'https://ch.sooplive.co.kr/haram_1',
    'https://ch.sooplive.com/haram_1/vods/review',
    'https://bj.afreecatv.com/haram_1',
    'http://bj.afreecatv.com/haram_1/posts/5',
    'http://afreecatv.com/haram_1',
    'http://www.afreecatv.com/haram_1',
    'https://m.sooplive.co.kr/#/player/haram_1',
    'https://m.sooplive.co.kr/#/player/haram_1/293012345?from=share',
    'http://m.afreecatv.com/#/player/haram_1',
    'https://m.sooplive.com/haram_1',
    'https://sooplive.com/haram_1?fbclid=x#chat',
    'play.sooplive.com/haram_1',
    '//play.sooplive.com/haram_1',
    'https://play.sooplive.com:443/HARAM_1',
    'HTTPS://PLAY.SOOPLIVE.COM./Haram_1',
    'soop:haram_1',
    'Soop: HARAM_1',
    'afreecatv:haram_1',
  ])('%j is its channel', (input) => {
    expect(recogniseAddress(input)).toEqual({
      platform: 'soop',
      channel: 'haram_1',
      channelId: 'soop-haram_1',
      url: 'https://play.sooplive.com/haram_1',
    });
  });

  it.each([
    'https://play.sooplive.com',
    'https://www.sooplive.com/',
    'https://www.sooplive.com/live/all',
    'https://www.sooplive.com/search?keyword=x',
    'https://vod.sooplive.com/player/123456',
    'https://vod.afreecatv.com/player/123456',
    'https://login.sooplive.com/haram_1',
    'https://live.sooplive.com/afreeca/player_live_api.php?bjid=haram_1',
    'https://play.sooplive.com/하람',
    'https://play.sooplive.com/haram-1',
    'https://play.sooplive.com/..%2fx',
    `https://play.sooplive.com/${'a'.repeat(26)}`,
    'https://play.sooplive.com:8001/haram_1',
    'https://play.sooplive.com@evil.example/haram_1',
    'https://play.sooplive.com.evil.example/haram_1',
    'https://evilsooplive.com/haram_1',
    'https://sooplive.evil/haram_1',
    'https://m.sooplive.co.kr/#/',
    'soop:',
    'soop:a b',
    'soop:../x',
  ])('%j is refused, with what is understood', (input) => {
    expect(() => recogniseAddress(input)).toThrow(/Understood: .*soop:NAME/);
  });

  it('says what a recording is', () => {
    expect(() => recogniseAddress('https://vod.sooplive.com/player/1')).toThrow(/recording of SOOP/);
  });
});
