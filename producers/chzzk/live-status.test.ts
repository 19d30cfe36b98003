import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccessToken } from './access-token.ts';
import { parseLiveStatus } from './live-status.ts';
import { chatServerOf } from './source.ts';

function status(content: unknown): unknown {
  return { code: 200, message: null, content };
}

describe('the status of a channel', () => {
  it.each([
    [
      status({
        status: 'OPEN',
        chatChannelId: 'N1',
        liveTitle: '제목',
        concurrentUserCount: 1_234,
        livePollingStatusJson: '{"callPeriodMilliSecond":12000}',
      }),
      { state: 'open', chatChannelId: 'N1', title: '제목', viewers: 1_234, askAgainMs: 12_000 },
    ],
    ...[-1, 0.5, 'x', null, 2 ** 60].map((told): [unknown, unknown] => [
      status({ status: 'OPEN', chatChannelId: 'N1', concurrentUserCount: told }),
      { state: 'open', chatChannelId: 'N1', title: null, viewers: undefined, askAgainMs: 15_000 },
    ]),
    [status({ status: 'CLOSE', livePollingStatusJson: null }), { state: 'closed', askAgainMs: 15_000 }],
    [status(null), { state: 'closed', askAgainMs: 15_000 }],
    [status({ status: 'OPEN', adult: true, chatChannelId: null }), { state: 'login-needed' }],
    [{ code: 404, content: null }, { state: 'unknown-channel' }],
    [{ code: 429, content: null }, undefined],
    [{ code: 500, content: null }, undefined],
    [status({ status: 'OPEN', chatChannelId: '../..' }), undefined],
    [status({ status: 'PAUSED' }), undefined],
    [[], undefined],
    ['<html>', undefined],
  ])('%j is %j', (body, expected) => {
    expect(parseLiveStatus(body)).toEqual(expected);
  });

  it('is asked for again after 10 to 30 seconds, whatever the platform wishes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double()), (period) => {
        const json = JSON.stringify({ callPeriodMilliSecond: period });
        const found = parseLiveStatus(status({ status: 'CLOSE', livePollingStatusJson: json }));
        expect(found?.state === 'closed' && found.askAgainMs >= 10_000 && found.askAgainMs <= 30_000).toBe(
          true,
        );
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        parseLiveStatus(body);
        parseLiveStatus(status(body));
        parseAccessToken(body);
        parseAccessToken(status(body));
      }),
    );
  });
});

it('a token is given, or a login wanted', () => {
  expect(parseAccessToken(status({ accessToken: 't' }))).toEqual({ state: 'given', token: 't' });
  expect(parseAccessToken({ code: 42_601, content: null })).toEqual({ state: 'login-needed' });
  expect(parseAccessToken(status({}))).toBeUndefined();
});

it('the chat server follows from the id of the chat', () => {
  // 'N' + '1' = 78 + 49 = 127, and 127 mod 9 + 1 = 2
  expect(chatServerOf('N1')).toBe('wss://kr-ss2.chat.naver.com/chat');
});
