import { describe, expect, it } from 'vitest';
import { ChatpulseError } from '../core/errors.ts';
import { PLATFORMS, recogniseAddress } from '../producers/registry.ts';
import { CHZZK } from './addresses/chzzk.ts';
import { NAVER_SHOPPING } from './addresses/naver-shopping.ts';
import { NOTHING } from './addresses/nothing.ts';
import { DEMO, REPLAY } from './addresses/recordings.ts';
import { SOOP } from './addresses/soop.ts';
import { NO_CHANNEL, OUTSIDE, type AddressRow, type AddressTable } from './addresses/table.ts';
import { TWITCH } from './addresses/twitch.ts';
import { YOUTUBE } from './addresses/youtube.ts';

const TABLES: readonly AddressTable[] = [TWITCH, YOUTUBE, CHZZK, SOOP, NAVER_SHOPPING, REPLAY, DEMO];

/** A refusal that helps says which addresses there are, or what is wrong with a name. */
const HELPFUL = /Understood: |There is one demo: |named by its file name alone/;

function answerTo(address: string): string {
  try {
    const { platform, channel, channelId, url } = recogniseAddress(address);
    // What is kept and shown of an address leads to the same channel again.
    expect(recogniseAddress(url)).toMatchObject({ platform, channel, channelId });
    return `${platform} ${channel}`;
  } catch (error) {
    if (!(error instanceof ChatpulseError)) throw error;
    expect(error.message).toMatch(HELPFUL);
    expect(error.message.length).toBeLessThan(2_000);
    return error.code;
  }
}

function expectedFor(platform: string, expected: AddressRow[1]): string {
  return expected === OUTSIDE || expected === NO_CHANNEL
    ? 'CHATPULSE_URL_UNKNOWN'
    : `${platform} ${String(expected)}`;
}

describe.each(TABLES.map((table) => [table.platform, table.rows] as const))(
  'addresses of %s',
  (platform, rows) => {
    it.each(rows.map(([address, expected]) => [address, expectedFor(platform, expected)]))(
      '%j: %s',
      (address, expected) => {
        expect(answerTo(address)).toBe(expected);
      },
    );
  },
);

describe('addresses of nothing', () => {
  it.each(NOTHING.map(([address]) => [address]))('%j', (address) => {
    expect(answerTo(address)).toBe('CHATPULSE_URL_UNKNOWN');
  });
});

it('there are at least 150 different ones, and every platform has a table', () => {
  const addresses = [...TABLES.flatMap((table) => table.rows), ...NOTHING].map(([address]) => address);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses.length).toBeGreaterThanOrEqual(150);
  expect(TABLES.map((table) => table.platform)).toEqual(
    expect.arrayContaining(PLATFORMS.map((registration) => registration.platform)),
  );
});
