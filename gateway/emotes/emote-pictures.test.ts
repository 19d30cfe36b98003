import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emotePicture, PICTURE_HOSTS } from './emote-pictures.ts';

const PLATFORMS = [
  'twitch',
  'youtube',
  'chzzk',
  'soop',
  'naver-shopping',
  'demo',
  'replay',
  '7tv',
  '__proto__',
];

describe('the address of an emote’s picture', () => {
  test.each([
    ['twitch', '25', 'https://static-cdn.jtvnw.net/emoticons/v2/25/default/dark/2.0'],
    [
      'twitch',
      'emotesv2_dc24652ada1e4c84a5e3ceebae4de709',
      'https://static-cdn.jtvnw.net/emoticons/v2/emotesv2_dc24652ada1e4c84a5e3ceebae4de709/default/dark/2.0',
    ],
    [
      'soop',
      '5fe53f42edb76/10',
      'https://ogq-sticker-global-cdn-z01.sooplive.com/sticker/5fe53f42edb76/10_80.png',
    ],
    [
      'twitch',
      '7tv:01F6MQ33FG000FFJ97ZB8MWV52',
      'https://cdn.7tv.app/emote/01F6MQ33FG000FFJ97ZB8MWV52/2x.webp',
    ],
    [
      'chzzk',
      'bttv:54fa8f1401e468494b85b537',
      'https://cdn.betterttv.net/emote/54fa8f1401e468494b85b537/2x.webp',
    ],
    ['replay', 'ffz:128054', 'https://cdn.frankerfacez.com/emote/128054/2'],
  ])('of %s is made from the id %s', (platform, id, address) => {
    expect(emotePicture(platform, id)).toBe(address);
  });

  test.each([
    ['youtube', `https://yt3.ggpht.com/${'a1_-'.repeat(10)}=w48-h48-c-k-nd`],
    ['chzzk', 'https://ssl.pstatic.net/static/nng/glive/icon/d_45.gif'],
    ['chzzk', 'https://nng-phinf.pstatic.net/glive/subscription/emoji/abc/1/x_1.png'],
  ])('of %s is the one that came along, where it has the known form: %s', (platform, address) => {
    expect(emotePicture(platform, address)).toBe(address);
  });

  test.each([
    ['twitch', '../../evil'],
    ['twitch', 'https://static-cdn.jtvnw.net/emoticons/v2/25/default/dark/2.0'],
    ['twitch', '25?x=1'],
    ['twitch', '25\n'],
    ['twitch', ''],
    ['soop', '5fe53f42edb76/10/..'],
    ['youtube', `https://yt3.ggpht.com.evil.example/${'a'.repeat(40)}=w48-h48-c-k-nd`],
    ['youtube', `http://yt3.ggpht.com/${'a'.repeat(40)}=w48-h48-c-k-nd`],
    ['youtube', `https://yt3.ggpht.com@evil.example/${'a'.repeat(40)}=w48-h48-c-k-nd`],
    ['youtube', 'UCMwGHR0BTZuLsmjY_NT5Pwg/HeIyYNXcG47Z-QPbsJL4Aw'],
    ['chzzk', 'https://ssl.pstatic.net/static/nng/glive/icon/../../x.png'],
    ['chzzk', 'https://nng-phinf.pstatic.net/glive/../x.png'],
    ['chzzk', 'd_45'],
    ['demo', 'demo-1'],
    ['replay', '25'],
    ['twitch', '7tv:../x'],
    ['__proto__', 'x'],
    ['constructor', 'name'],
  ])('is nowhere for %s and %j', (platform, id) => {
    expect(emotePicture(platform, id)).toBeNull();
  });

  test('never leads anywhere but to a listed host over https, with nothing added, whatever came', () => {
    const piece = fc.constantFrom(
      '25',
      '/',
      '..',
      '.',
      '%2e',
      ':',
      '@',
      '?',
      '#',
      '\\',
      'https://',
      ...PICTURE_HOSTS,
    );
    const id = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.stringMatching(/^[A-Za-z0-9_]{1,30}$/),
      fc.constantFrom(...PICTURE_HOSTS).chain((host) => fc.webPath().map((path) => `https://${host}${path}`)),
    );
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...PLATFORMS), fc.string()), id, (platform, text) => {
        const address = emotePicture(platform, text);
        if (address === null) return;
        const url = new URL(address);
        expect(url.href).toBe(address);
        expect(url.protocol).toBe('https:');
        expect(PICTURE_HOSTS).toContain(url.host);
        expect([url.search, url.hash, url.username, url.password]).toEqual(['', '', '', '']);
      }),
      { numRuns: 2_000 },
    );
  });
});
