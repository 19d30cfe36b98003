import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  API_KEY,
  channelPage,
  chatPage,
  videoPage,
  type VideoPage,
} from '../../tests/platforms/youtube-pages.ts';
import { chatOf, readPage, videoOf } from './page.ts';

const VIDEO: VideoPage = {
  videoId: 'a1B2_c3-D4e',
  title: '제목 "}; </script>',
  isLive: true,
  playability: { status: 'OK' },
  chat: undefined,
};

describe('the page of a chat', () => {
  it('leads to everything that is said, by the second entry of the menu', () => {
    const page = readPage(chatPage({ continuation: 'whole' }));
    expect(chatOf(page)).toEqual({ continuation: 'whole', isReplay: false });
    expect(page.client).toEqual({ version: '2.20260101.01.00', key: API_KEY });
  });

  it('without a chat has none, whatever its note holds', () => {
    const page = readPage(chatPage(undefined));
    expect(page.data).toBeDefined();
    expect(chatOf(page)).toBeUndefined();
  });

  it('without a menu begins with what it holds itself', () => {
    const chat = {
      continuations: [{ timedContinuationData: { timeoutMs: 4_000, continuation: 'next' } }],
      actions: [{ someAction: {} }],
    };
    const html = `<script>window["ytInitialData"] = ${JSON.stringify({ contents: { liveChatRenderer: chat } })};</script>`;
    expect(chatOf(readPage(html))).toEqual({
      answer: { actions: chat.actions, next: { continuation: 'next', waitMs: 4_000 } },
      isReplay: false,
    });
  });
});

describe('the page of a video', () => {
  it('tells what it is, and whether it is live', () => {
    expect(videoOf(readPage(videoPage(VIDEO)))).toEqual({
      videoId: VIDEO.videoId,
      title: VIDEO.title,
      isLive: true,
      refusal: undefined,
    });
  });

  it('of a show that has ended leads to the replay of its chat', () => {
    const chat = { continuation: 'replay', isReplay: true };
    expect(chatOf(readPage(videoPage({ ...VIDEO, chat })))).toEqual(chat);
  });

  it.each(['LOGIN_REQUIRED', 'UNPLAYABLE', 'ERROR'])(
    'tells with the words of the platform why not: %s',
    (status) => {
      const page = readPage(videoPage({ ...VIDEO, playability: { status, reason: 'because' } }));
      expect(videoOf(page).refusal).toMatch(/because/);
    },
  );

  it('names no video where there is none, or a senseless one', () => {
    expect(videoOf(readPage(channelPage())).videoId).toBeUndefined();
    expect(videoOf(readPage(videoPage({ ...VIDEO, videoId: '../../evil' }))).videoId).toBeUndefined();
  });
});

it('reads any page without throwing, cut off or spoilt anywhere', () => {
  const html = videoPage({ ...VIDEO, chat: { continuation: 'x' } }) + chatPage({ continuation: 'y' });
  fc.assert(
    fc.property(fc.nat(html.length), fc.nat(40), fc.string(), (start, length, spoil) => {
      for (const text of [html.slice(0, start), html.slice(0, start) + spoil + html.slice(start + length)]) {
        const page = readPage(text);
        void chatOf(page);
        const { videoId } = videoOf(page);
        if (videoId !== undefined) expect(videoId).toMatch(/^[\w-]{11}$/);
      }
    }),
    { numRuns: 500 },
  );
});
