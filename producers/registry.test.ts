import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatpulseError } from '../core/errors.ts';
import { recogniseAddress } from './registry.ts';

function codeFor(input: string): string {
  try {
    return recogniseAddress(input).url;
  } catch (error) {
    if (error instanceof ChatpulseError) return error.code;
    throw error;
  }
}

describe('recogniseAddress', () => {
  it.each([
    'https://www.twitch.tv/haram_live',
    'http://twitch.tv/haram_live',
    'https://m.twitch.tv/haram_live',
    'https://go.twitch.tv/haram_live',
    'twitch.tv/haram_live',
    'www.twitch.tv/haram_live/',
    'HTTPS://WWW.TWITCH.TV/HARAM_LIVE',
    'https://www.twitch.tv/haram_live?referrer=raid&x=%20',
    'https://www.twitch.tv/haram_live/about#chat',
    'https://www.twitch.tv/haram_live/videos?filter=all',
    'https://www.twitch.tv/popout/haram_live/chat?popout=',
    'https://www.twitch.tv/moderator/haram_live',
    'https://www.twitch.tv/embed/haram_live/chat?parent=example.com',
    'https://player.twitch.tv/?channel=haram_live&parent=example.com',
    '  https://www.twitch.tv/haram_live\n',
    '//www.twitch.tv/haram_live',
    'twitch:haram_live',
    'Twitch:Haram_Live',
    'https://www.twitch.tv:443/haram_live',
    'https://www.twitch.tv./haram_live',
  ])('knows the Twitch channel of %j', (input) => {
    expect(recogniseAddress(input)).toEqual({
      platform: 'twitch',
      channel: 'haram_live',
      channelId: 'twitch-haram_live',
      url: 'https://www.twitch.tv/haram_live',
    });
  });

  it('knows recordings and the demo', () => {
    expect(recogniseAddress('replay:어제 방송.jsonl.gz')).toMatchObject({
      platform: 'replay',
      channel: '어제 방송.jsonl.gz',
    });
    expect(recogniseAddress('DEMO:showcase')).toMatchObject({ platform: 'demo', url: 'demo:showcase' });
  });

  it.each([
    '',
    '   ',
    'haram_live',
    'hello world',
    'https://example.com/haram',
    'https://www.twitch.tv',
    'https://www.twitch.tv/directory',
    'https://www.twitch.tv/videos/123456',
    'https://clips.twitch.tv/SomeClip',
    'https://www.twitch.tv/name-with-dash',
    'https://www.twitch.tv/%ED%95%9C%EA%B8%80',
    'https://www.twitch.tv/%E0%A4%A',
    `https://www.twitch.tv/${'a'.repeat(26)}`,
    'https://twitch.tv@evil.example/haram',
    'https://twitch.tv.evil.example/haram',
    'https://eviltwitch.tv/haram',
    'https://tᴡitch.tv.example/haram',
    'https://www.twitch.tv:8080/haram',
    'ftp://www.twitch.tv/haram',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'twitch:',
    'twitch:a b',
    'replay:',
    'replay:../secret.jsonl',
    'replay:/etc/passwd',
    'replay:a/b.jsonl',
    'replay:a\\b.jsonl',
    'replay:C:chat.jsonl',
    'replay:.hidden',
    'replay:..',
    'demo:other',
    'http://[::1',
    'x'.repeat(5_000),
    `https://www.twitch.tv/haram?${'x'.repeat(3_000)}`,
  ])('refuses %j and says what is understood', (input) => {
    expect(codeFor(input)).toBe('CHATPULSE_URL_UNKNOWN');
  });

  it('helps with a bare name', () => {
    expect(() => recogniseAddress('Haram_Live')).toThrow(/twitch:haram_live/);
  });

  it('answers any input with a channel of a known platform or a coded refusal', () => {
    const pieces = fc.constantFrom(
      'https://',
      'twitch.tv',
      'www.',
      'chzzk.naver.com',
      'sooplive.com',
      'soop:',
      '0123456789abcdef',
      '/',
      'replay:',
      '..',
      'demo:',
      'a',
      '%',
      '@',
      ':',
      '\\',
      '가',
      '\0',
      '?',
      '#',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((parts) => parts.join('')),
          fc.webUrl(),
          fc.string(),
        ),
        (input) => {
          const answer = codeFor(input);
          expect(answer).toMatch(
            /^(?:CHATPULSE_|https:\/\/chzzk\.naver\.com\/live\/[0-9a-f]{32}$|https:\/\/play\.sooplive\.com\/[a-z0-9_]+$|https:\/\/www\.twitch\.tv\/[a-z0-9_]+$|replay:[^/\\]+$|demo:showcase$)/,
          );
        },
      ),
    );
  });
});
