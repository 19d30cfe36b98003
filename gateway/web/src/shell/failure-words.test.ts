import { describe, expect, it } from 'vitest';
import { failureKind } from './failure-words.ts';

/** Reasons as connectors give them. */
describe('why a capture failed', () => {
  it.each([
    ['The video is private, for members or not open to us, and no login is taken (status 403).', 'private'],
    ['the platform does not show this broadcast to everybody', 'private'],
    ['The video is not open to everybody: members only, or not in this country.', 'private'],
    ['the broadcast has a password', 'password'],
    ['the broadcast is for adults: the platform wants a login, and none is taken', 'login'],
    ['the platform wants a login for this broadcast, and none is taken', 'login'],
    ['the platform knows no such channel', 'gone'],
    ['The video is not there: deleted, or never existed (the platform answered with status 404).', 'gone'],
    ['the platform has blocked the broadcast', 'blocked'],
    ['the broadcast is over; its comments are at https://view.shoppinglive.naver.com/replays/1', 'over'],
    ['the broadcast is not over yet', 'notOver'],
    ['The chat of the video cannot be read: the show has ended and nothing of it was kept (400).', 'noChat'],
    ['CHATPULSE_RECORDING_UNUSABLE: x.jsonl holds no message. Check that it is JSONL.', 'recording'],
    ['"fast" is not a speed: use 1, a factor or max', 'speed'],
    ['@@ is no video or channel of YouTube', 'address'],
    [
      'The video is private, for members or not open to us (evil.example is not a host of this platform).',
      'elsewhere',
    ],
    ['the channel is not available', 'unavailable'],
  ])('"%s" is told as %s', (reason, kind) => {
    expect(failureKind(reason)).toBe(kind);
  });

  it('is told in the words of the server where it is of no known kind', () => {
    expect(failureKind('the moon is in the way')).toBeUndefined();
  });
});
