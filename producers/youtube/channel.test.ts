import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatpulseError } from '../../core/errors.ts';
import { recogniseAddress } from '../registry.ts';
import { targetOf } from './channel.ts';

const VIDEO = 'a1B2_c3-D4e';
const CHANNEL = 'UCabcdefghijklmnopqrst-_';

function refusal(input: string): string {
  try {
    return `taken as ${recogniseAddress(input).url}`;
  } catch (error) {
    if (error instanceof ChatpulseError) return error.code;
    throw error;
  }
}

describe('an address of YouTube', () => {
  it.each([
    `https://www.youtube.com/watch?v=${VIDEO}`,
    `http://youtube.com/watch?v=${VIDEO}`,
    `youtube.com/watch?v=${VIDEO}`,
    `HTTPS://WWW.YOUTUBE.COM/watch?v=${VIDEO}`,
    `https://www.youtube.com/watch?v=${VIDEO}&t=42s&list=PLx&index=3`,
    `https://www.youtube.com/watch?app=desktop&feature=youtu.be&v=${VIDEO}&utm_source=x&si=tracking`,
    `https://www.youtube.com/watch/?v=${VIDEO}#chat`,
    `https://www.youtube.com/watch/${VIDEO}`,
    `https://m.youtube.com/watch?v=${VIDEO}&pp=abc`,
    `https://music.youtube.com/watch?v=${VIDEO}&list=RDx`,
    `https://gaming.youtube.com/watch?v=${VIDEO}`,
    `https://www.youtube.com/?v=${VIDEO}`,
    `https://youtu.be/${VIDEO}`,
    `https://youtu.be/${VIDEO}?si=tracking&t=1`,
    `youtu.be/${VIDEO}/`,
    `https://www.youtube.com/live/${VIDEO}`,
    `https://www.youtube.com/live/${VIDEO}?feature=share&si=tracking`,
    `https://m.youtube.com/live/${VIDEO}?si=x`,
    `https://www.youtube.com/shorts/${VIDEO}?feature=share`,
    `https://www.youtube.com/shorts?v=${VIDEO}`,
    `https://www.youtube.com/embed/${VIDEO}?autoplay=1&rel=0`,
    `https://www.youtube-nocookie.com/embed/${VIDEO}`,
    `https://www.youtube.com/v/${VIDEO}`,
    `https://www.youtube.com/e/${VIDEO}`,
    `https://www.youtube.com/live_chat?v=${VIDEO}`,
    `https://www.youtube.com/live_chat?is_popout=1&v=${VIDEO}&embed_domain=example.com`,
    `https://www.youtube.com/live_chat_replay?v=${VIDEO}`,
    `https://www.youtube.com/watch_popup?v=${VIDEO}`,
    `https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D${VIDEO}%26feature%3Dshare`,
    `https://studio.youtube.com/video/${VIDEO}/livestreaming`,
    `  https://youtu.be/${VIDEO}\n`,
    `//youtu.be/${VIDEO}`,
    `https://www.youtube.com:443/watch?v=${VIDEO}`,
    `https://www.youtube.com./watch?v=${VIDEO}`,
    `youtube:${VIDEO}`,
    `YouTube:${VIDEO}`,
  ])('%j is the video', (input) => {
    expect(recogniseAddress(input)).toEqual({
      platform: 'youtube',
      channel: VIDEO,
      channelId: `youtube-${VIDEO}`,
      url: `https://www.youtube.com/watch?v=${VIDEO}`,
    });
  });

  it.each([
    ['https://www.youtube.com/@Haram.Live', '@haram.live'],
    ['https://www.youtube.com/@haram.live/live', '@haram.live'],
    ['https://m.youtube.com/@haram.live/streams?si=x', '@haram.live'],
    ['youtube.com/@haram.live/featured', '@haram.live'],
    ['https://www.youtube.com/@%ED%95%98%EB%9E%8C%EB%B0%A9%EC%86%A1', '@하람방송'],
    ['https://www.youtube.com/@하람방송/live', '@하람방송'],
    ['youtube:@Haram.Live', '@haram.live'],
    [`https://www.youtube.com/channel/${CHANNEL}`, CHANNEL],
    [`https://www.youtube.com/channel/${CHANNEL}/live`, CHANNEL],
    [`https://www.youtube.com/embed/live_stream?channel=${CHANNEL}`, CHANNEL],
    [`youtube:${CHANNEL}`, CHANNEL],
    ['https://www.youtube.com/c/HaramLive/live', 'c/haramlive'],
    ['https://www.youtube.com/user/haramlive', 'user/haramlive'],
  ])('%j is the channel %s', (input, channel) => {
    const found = recogniseAddress(input);
    expect(found).toMatchObject({ platform: 'youtube', channel });
    expect(targetOf(found.channel)).toHaveProperty('channelPath');
    expect(recogniseAddress(found.url).channel).toBe(channel);
  });

  it.each([
    'https://www.youtube.com',
    'https://www.youtube.com/watch',
    'https://www.youtube.com/watch?v=',
    'https://www.youtube.com/watch?v=short',
    `https://www.youtube.com/watch?v=${VIDEO}x`,
    'https://www.youtube.com/watch?v=../../../etc',
    'https://www.youtube.com/playlist?list=PLx',
    'https://www.youtube.com/feed/subscriptions',
    'https://www.youtube.com/results?search_query=live',
    'https://www.youtube.com/haram',
    'https://www.youtube.com/@',
    'https://www.youtube.com/@a',
    'https://www.youtube.com/@a%2F..%2Fb',
    'https://www.youtube.com/channel/UCshort',
    'https://www.youtube.com/channel/',
    'https://www.youtube.com/c/..',
    'https://www.youtube.com/c/%2E%2E',
    'https://www.youtube.com/user/a%2Fb',
    'https://www.youtube.com/attribution_link?u=https://evil.example/watch?v=x',
    'https://youtu.be/',
    'https://consent.youtube.com/m?continue=x',
    'https://accounts.youtube.com/',
    `https://youtube.com.evil.example/watch?v=${VIDEO}`,
    `https://evilyoutube.com/watch?v=${VIDEO}`,
    `https://youtube.com@evil.example/watch?v=${VIDEO}`,
    `https://www.youtube.com:8443/watch?v=${VIDEO}`,
    `https://youtu.be.evil.example/${VIDEO}`,
    'youtube:',
    'youtube:x',
    'youtube:@',
    'youtube:https://evil.example',
  ])('%j is refused with a message that says what is understood', (input) => {
    expect(refusal(input)).toBe('CHATPULSE_URL_UNKNOWN');
  });

  it('only ever leads to a path below the site', () => {
    const pieces = fc.constantFrom(
      '@',
      'UC',
      'c/',
      'user/',
      '..',
      '/',
      '%2e',
      '?',
      '#',
      '\\',
      '가',
      'a',
      '.',
      ':',
      '//',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (channel) => {
          const target = targetOf(channel);
          if (!target || !('channelPath' in target)) return;
          const url = new URL(`/${target.channelPath}/live`, 'https://www.youtube.com');
          expect(url.host).toBe('www.youtube.com');
          expect(url.pathname).toBe(`/${target.channelPath}/live`);
          expect(url.search + url.hash).toBe('');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
