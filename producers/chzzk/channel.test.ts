import { describe, expect, it } from 'vitest';
import { recogniseAddress } from '../registry.ts';

const ID = '0123456789abcdef0123456789abcdef';

describe('the addresses of CHZZK', () => {
  it.each([
    `https://chzzk.naver.com/live/${ID}`,
    `https://chzzk.naver.com/live/${ID}/`,
    `https://chzzk.naver.com/live/${ID}/chat`,
    `http://chzzk.naver.com/live/${ID}`,
    `chzzk.naver.com/live/${ID}`,
    `//chzzk.naver.com/live/${ID}`,
    `https://m.chzzk.naver.com/live/${ID}`,
    `https://www.chzzk.naver.com/live/${ID}`,
    `https://chzzk.naver.com/${ID}`,
    `https://chzzk.naver.com/${ID}/about`,
    `https://chzzk.naver.com/${ID}/videos?videoType=REPLAY&page=1`,
    `https://chzzk.naver.com/${ID}/community`,
    `https://chzzk.naver.com/${ID}/clips`,
    `https://chzzk.naver.com/chat/${ID}`,
    `https://chzzk.naver.com/channel/${ID}`,
    `https://studio.chzzk.naver.com/${ID}/live`,
    `https://studio.chzzk.naver.com/${ID}`,
    `https://chzzk.naver.com/live/${ID}?utm_source=share&utm_medium=app&fbclid=x`,
    `https://chzzk.naver.com/live/${ID}#chat`,
    `https://chzzk.naver.com:443/live/${ID}`,
    `https://chzzk.naver.com./live/${ID}`,
    `HTTPS://CHZZK.NAVER.COM/LIVE/${ID.toUpperCase()}`,
    `  https://chzzk.naver.com/live/${ID}\n`,
    `chzzk:${ID}`,
    `CHZZK: ${ID.toUpperCase()}`,
  ])('%j is its channel', (input) => {
    expect(recogniseAddress(input)).toEqual({
      platform: 'chzzk',
      channel: ID,
      channelId: `chzzk-${ID}`,
      url: `https://chzzk.naver.com/live/${ID}`,
    });
  });

  it.each([
    'https://chzzk.naver.com',
    'https://chzzk.naver.com/live',
    'https://chzzk.naver.com/lives',
    'https://chzzk.naver.com/following',
    'https://chzzk.naver.com/category/GAME/League_of_Legends',
    'https://chzzk.naver.com/video/1234567',
    'https://chzzk.naver.com/clips/AbCdEf',
    'https://chzzk.naver.com/embed/clip/AbCdEf',
    'https://chzzk.naver.com/live/0123456789abcdef',
    `https://chzzk.naver.com/live/${ID}0`,
    'https://chzzk.naver.com/live/하람',
    `https://chzzk.naver.com/live/..%2f${ID}`,
    `https://api.chzzk.naver.com/polling/v2/channels/${ID}/live-status`,
    `https://openapi.chzzk.naver.com/${ID}`,
    `https://chzzk.naver.com@evil.example/live/${ID}`,
    `https://chzzk.naver.com.evil.example/live/${ID}`,
    `https://evilchzzk.naver.com/live/${ID}`,
    `https://chzzk.naver.com:8443/live/${ID}`,
    'chzzk:',
    'chzzk:하람',
    'chzzk://../x',
  ])('%j is refused, with what is understood', (input) => {
    expect(() => recogniseAddress(input)).toThrow(/Understood: .*chzzk:CHANNEL/);
  });

  it('says what a recording is', () => {
    expect(() => recogniseAddress('https://chzzk.naver.com/video/1')).toThrow(/recording of CHZZK/);
  });
});
