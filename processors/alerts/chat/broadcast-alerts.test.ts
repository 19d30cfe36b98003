import { describe, expect, it } from 'vitest';
import { DEFAULT_ALERT_RULES } from '../../../core/alerts/default-rules.ts';
import type { AlertRaised, AlertResolved, WindowUpdated } from '../../../core/events/generated.ts';
import type { Output } from '../../../core/runtime/processor.ts';
import { createBroadcastAlerts, type BroadcastAlerts } from './broadcast-alerts.ts';

const START = Date.UTC(2026, 0, 1);
const SECOND = 1_000;

/** What people write in a second: how many, and how many of them negatively. */
interface Said {
  readonly people: number;
  readonly negative: number;
  readonly profane?: number;
}
const CALM: Said = { people: 5, negative: 0.5 };

/** The windows of one broadcast, given out each second as the processor of windows does. */
function createChat() {
  let now = START;
  const raised: AlertRaised[] = [];
  const resolved: AlertResolved[] = [];
  const given: { readonly window: WindowUpdated; readonly at: number }[] = [];
  const out: Output = {
    emit(_topic, _key, type, data) {
      if (type === 'AlertRaised') raised.push(data as AlertRaised);
      if (type === 'AlertResolved') resolved.push(data as AlertResolved);
    },
  };
  const create = (): BroadcastAlerts =>
    createBroadcastAlerts('twitch-a-1', {
      rules: () => DEFAULT_ALERT_RULES,
      openOf: () => undefined,
      latestOf: () => undefined,
      now: () => now,
      endOf: () => undefined,
      isHeard: () => true,
    });
  const alerts = create();
  const sums = new Map<number, { start: number; people: number; negative: number; profane: number }>();
  let stamp = 0;

  function give(sizeMs: number, closed: boolean): void {
    const sum = sums.get(sizeMs);
    if (!sum) return;
    const [people, negative, profane] = [sum.people, sum.negative, sum.profane].map(Math.floor) as [
      number,
      number,
      number,
    ];
    const window: WindowUpdated = {
      broadcastId: 'twitch-a-1',
      platform: 'twitch',
      channelId: 'twitch-a',
      sizeMs,
      start: sum.start,
      closed,
      stamp,
      messages: people,
      positive: 0,
      negative,
      neutral: people - negative,
      profane,
      emotions: [],
      positiveSum: 0,
      authors: people,
      paid: 0,
      removed: 0,
      sanctions: 0,
      negativeAuthors: negative,
      profaneAuthors: profane,
      voices: people,
      negativeVoices: negative,
      profaneVoices: profane,
      recorded: false,
    };
    given.push({ window, at: now });
    alerts.take(window, now, out);
  }

  function addTo(sizeMs: number, { people, negative, profane = 0 }: Said): void {
    const start = Math.floor(now / sizeMs) * sizeMs;
    if (sums.get(sizeMs)?.start !== start) {
      give(sizeMs, true);
      sums.set(sizeMs, { start, people: 0, negative: 0, profane: 0 });
    }
    const sum = sums.get(sizeMs);
    if (!sum) return;
    sum.people += people;
    sum.negative += negative;
    sum.profane += profane;
  }

  return {
    raised,
    resolved,
    seconds: () => (now - START) / SECOND,
    say(seconds: number, said: Said) {
      for (let second = 0; second < seconds; second += 1) {
        stamp += 1;
        for (const sizeMs of [10_000, 60_000]) addTo(sizeMs, said);
        now += SECOND - 1;
        for (const sizeMs of [10_000, 60_000]) give(sizeMs, false);
        now += 1;
      }
    },
    /** What another process raises that reads the same windows again. */
    raisedAgain(): AlertRaised[] {
      const again: AlertRaised[] = [];
      const other = create();
      for (const { window, at } of given)
        other.take(window, at, {
          emit(_topic, _key, type, data) {
            if (type === 'AlertRaised') again.push(data as AlertRaised);
          },
        });
      return again;
    },
  };
}

describe('the alerts of a broadcast', () => {
  it.each([0, 3, 7])('tell of a surge within seconds, wherever in a window it begins (%i s)', (offset) => {
    const chat = createChat();
    chat.say(600 + offset, CALM);
    const turned = START + (600 + offset) * SECOND;
    chat.say(8, { people: 5, negative: 3 });
    expect(chat.raised.map(({ rule }) => rule)).toEqual(['negative-surge']);
    expect(Math.abs((chat.raised[0]?.startedAt ?? 0) - turned)).toBeLessThanOrEqual(2 * SECOND);
    chat.say(100, CALM);
    expect(chat.resolved).toMatchObject([{ rule: 'negative-surge', reason: 'recovered' }]);
  });

  it('tell the same again to whoever reads the windows again', () => {
    const chat = createChat();
    chat.say(605, CALM);
    chat.say(30, { people: 5, negative: 3 });
    expect(chat.raised).toHaveLength(1);
    expect(chat.raisedAgain()).toEqual(chat.raised);
  });

  it.each([0.02, 0.05, 0.25, 0.45])('find a surge over a usual share of %f, and nothing before', (share) => {
    const chat = createChat();
    chat.say(300, { people: 6, negative: 6 * share });
    expect(chat.raised).toEqual([]);
    chat.say(20, { people: 6, negative: 6 * (share + 0.45) });
    expect(chat.raised.map(({ rule }) => rule)).toEqual(['negative-surge']);
  });

  it('ask for more evidence where little is known: of the first seconds nothing is told', () => {
    const chat = createChat();
    chat.say(30, { people: 6, negative: 3 });
    expect(chat.raised).toEqual([]);
  });

  it('are not raised by one author, who has a voice in each ten seconds, and a few who join in', () => {
    const chat = createChat();
    chat.say(900, { people: 1, negative: 0.125 });
    for (const others of [1, 0, 0, 1, 0, 0]) {
      chat.say(1, { people: 1, negative: 1 });
      chat.say(1, { people: 1 + others, negative: others });
      chat.say(8, { people: 0, negative: 0 });
    }
    expect(chat.raised).toEqual([]);
  });

  it('are one where a chat turns negative and profane and loud at once', () => {
    const chat = createChat();
    chat.say(600, CALM);
    chat.say(60, { people: 40, negative: 28, profane: 20 });
    expect(chat.raised.map(({ rule }) => rule)).toEqual(['negative-surge']);
    expect(chat.raised[0]?.detail).toContain('Profane as well');
  });

  it.each([0, 5])(
    'tell of a chat six times as loud within 20 s, wherever a window begins (%i s)',
    (offset) => {
      const chat = createChat();
      chat.say(600 + offset, CALM);
      chat.say(20, { people: 30, negative: 3 });
      expect(chat.raised.map(({ rule }) => rule)).toEqual(['chat-surge']);
    },
  );
});
