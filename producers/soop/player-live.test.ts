import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePlayerLive } from './player-live.ts';

const ON_AIR = {
  RESULT: 1,
  BNO: '12345',
  CHATNO: '77',
  CHDOMAIN: 'Chat-1.sooplive.com',
  CHPT: '8000',
  TITLE: '제목',
  BPWD: 'N',
};

it.each([
  [
    ON_AIR,
    {
      state: 'on-air',
      broadcastNo: '12345',
      chatNo: '77',
      chatDomain: 'chat-1.sooplive.com',
      chatPort: 8_001,
      title: '제목',
    },
  ],
  [{ RESULT: 0 }, { state: 'off-air' }],
  [{ RESULT: '-6' }, { state: 'login-needed' }],
  [{ ...ON_AIR, BPWD: 'Y' }, { state: 'password-needed' }],
  [{ ...ON_AIR, CHPT: '70000' }, undefined],
  [{ ...ON_AIR, CHATNO: '7;rm' }, undefined],
  [{ ...ON_AIR, CHDOMAIN: null }, undefined],
  [{ RESULT: 'x' }, undefined],
  [null, undefined],
])('%j is %j', (channel, expected) => {
  expect(parsePlayerLive({ CHANNEL: channel })).toEqual(expected);
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      parsePlayerLive(body);
      parsePlayerLive({ CHANNEL: body });
    }),
  );
});
