import { describe, expect, it } from 'vitest';
import type { WindowUpdated } from '../../core/events/generated.ts';
import { driveProcessor, type DrivenOutput } from '../../core/runtime/test-driver.ts';
import { analyzed, NEW_YEAR, progressed } from '../../core/testing/events.ts';
import { windowsProcessor } from './windows.ts';

function windowsOf(outputs: readonly DrivenOutput[]): WindowUpdated[] {
  return outputs.flatMap(({ event }) => (event.type === 'WindowUpdated' ? [event.data] : []));
}

function message(
  rawOffset: number,
  second: number,
  rest: Parameters<typeof analyzed>[0] = {},
): Parameters<ReturnType<typeof driveProcessor>['feed']>[0] {
  const eventTime = NEW_YEAR + second * 1000;
  return { type: 'MessageAnalyzed', data: analyzed({ rawOffset, eventTime, rawAppend: eventTime, ...rest }) };
}

describe('windows', () => {
  it('counts labels, emotions, authors, paid and removals, and closes by event time', () => {
    const driver = driveProcessor(windowsProcessor, { now: NEW_YEAR });
    driver.feed(message(0, 1, { sentiment: 'positive', positive: 0.75, emotion: 'joy' }));
    driver.feed(message(1, 2, { sentiment: 'negative', positive: 0.25, profane: true, emotion: 'anger' }));
    driver.feed(
      message(2, 3, {
        message: {
          author: { id: 'u2', name: 'Bo', login: null, roles: [], identifiable: true },
          paid: { kind: 'bits', amount: 100, currency: 'bits' },
        },
      }),
    );
    const eventTime = NEW_YEAR + 4000;
    driver.feed({
      type: 'MessageRemoved',
      data: {
        broadcastId: 'twitch-test-1',
        messageId: 'm1',
        eventTime,
        receivedAt: eventTime,
        clock: 'live',
        by: null,
        rawOffset: 3,
        rawAppend: eventTime,
      },
    });
    const closed = windowsOf(
      driver.feed({
        type: 'SourceProgress',
        data: progressed({ eventTime: NEW_YEAR + 60_000, rawOffset: 4, rawAppend: NEW_YEAR }),
      }),
    );
    expect(closed.map((window) => window.sizeMs)).toEqual([10_000, 60_000]);
    expect(closed[1]).toEqual({
      broadcastId: 'twitch-test-1',
      platform: 'twitch',
      channelId: 'twitch-test',
      sizeMs: 60_000,
      start: NEW_YEAR,
      closed: true,
      stamp: 3,
      messages: 3,
      positive: 1,
      negative: 1,
      neutral: 1,
      profane: 1,
      emotions: [1, 1, 0, 0, 0, 1, 0],
      positiveSum: 1.5,
      authors: 2,
      paid: 1,
      removed: 1,
      sanctions: 0,
      negativeAuthors: 1,
      profaneAuthors: 1,
      voices: 3,
      negativeVoices: 1,
      profaneVoices: 1,
      recorded: false,
    });
  });

  it('counts three messages of each author as voices: more that he says makes nobody else heard less', () => {
    const driver = driveProcessor(windowsProcessor, { now: NEW_YEAR });
    const say = (offset: number, id: string, sentiment: 'negative' | 'neutral', profane = false): void => {
      const author = { id, name: id, login: null, roles: [], identifiable: true };
      driver.feed(message(offset, 1, { sentiment, profane, message: { author } }));
    };
    for (let offset = 0; offset < 20; offset += 1) say(offset, 'loud', 'negative', offset === 2);
    say(20, 'calm', 'neutral');
    say(21, 'calm', 'negative', true);
    const [window] = windowsOf(driver.tick());
    expect(window).toMatchObject({ messages: 22, negative: 21, authors: 2, negativeAuthors: 2 });
    expect(window).toMatchObject({ voices: 5, negativeVoices: 4, profaneVoices: 2 });
  });

  it('gives open windows out once when they changed, marked as open', () => {
    const driver = driveProcessor(windowsProcessor, { now: NEW_YEAR });
    driver.feed(message(0, 1));
    expect(windowsOf(driver.tick()).map((w) => [w.closed, w.messages])).toEqual([
      [false, 1],
      [false, 1],
    ]);
    expect(driver.tick()).toEqual([]);
  });

  it('skips a record whose stamp was taken: a second writing of analyze counts nothing twice', () => {
    const driver = driveProcessor(windowsProcessor, { now: NEW_YEAR });
    driver.feed(message(0, 1));
    driver.feed(message(1, 1));
    driver.feed(message(0, 1));
    driver.feed(message(1, 1));
    expect(windowsOf(driver.tick())[0]?.messages).toBe(2);
  });
});
