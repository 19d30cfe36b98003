import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatpulseEvent } from '../events/codec.ts';
import type { AlertRaised } from '../events/generated.ts';
import { NEW_YEAR } from '../testing/events.ts';
import { makeAlertId } from './alert-id.ts';
import { isMuted, isNews, subjectKey, type AlertsState } from './alert-view.ts';
import { noAlerts, reduceAlerts } from './reduce.ts';

const ID = makeAlertId('chat-surge', 'twitch-a-1', NEW_YEAR);

function raised(overrides: Partial<AlertRaised> = {}): ChatpulseEvent {
  return {
    type: 'AlertRaised',
    data: {
      alertId: ID,
      rule: 'chat-surge',
      severity: 'info',
      subject: 'twitch-a-1',
      channelId: 'twitch-a',
      broadcastId: 'twitch-a-1',
      value: 6,
      threshold: 5,
      baseline: 20,
      count: 120,
      samples: [],
      detail: null,
      startedAt: NEW_YEAR,
      at: NEW_YEAR + 8_000,
      ...overrides,
    },
  };
}

function resolved(alertId = ID): ChatpulseEvent {
  const data = {
    alertId,
    rule: 'chat-surge',
    subject: 'twitch-a-1',
    value: 1,
    reason: 'recovered',
    at: NEW_YEAR + 60_000,
  };
  return { type: 'AlertResolved', data };
}

function failed(final: boolean): ChatpulseEvent {
  const data = {
    alertId: ID,
    notice: 'raised',
    destination: 'slack',
    idempotencyKey: `${ID}/raised/slack`,
    attempts: 1,
    reason: '503',
    final,
    at: NEW_YEAR + 9_000,
  };
  return { type: 'AlertDeliveryFailed', data };
}

function delivered(): ChatpulseEvent {
  const data = {
    alertId: ID,
    notice: 'raised',
    destination: 'slack',
    idempotencyKey: `${ID}/raised/slack`,
    attempts: 2,
    over: false,
    at: NEW_YEAR + 10_000,
  };
  return { type: 'AlertDelivered', data };
}

function muted(until: number): ChatpulseEvent {
  const data = {
    alertId: ID,
    rule: 'chat-surge',
    subject: 'twitch-a-1',
    until,
    by: 'Ada',
    at: NEW_YEAR + 11_000,
  };
  return { type: 'AlertMuted', data };
}

const acknowledged: ChatpulseEvent = {
  type: 'AlertAcknowledged',
  data: { alertId: ID, by: 'Ada', at: NEW_YEAR + 12_000 },
};

function fold(...events: readonly ChatpulseEvent[]): AlertsState {
  return events.reduce((state, event) => reduceAlerts(state, event, NEW_YEAR + 9_000), noAlerts());
}

describe('the fold of alert.events', () => {
  it('the latest of mutes and their ends holds, in whatever order events of several alerts are read (an end was undone)', () => {
    const decided = (alertId: string, until: number, at: number): ChatpulseEvent => ({
      type: 'AlertMuted',
      data: { alertId, rule: 'chat-surge', subject: 'twitch-a-1', until, by: 'page', at },
    });
    const events = [decided('earlier', 100_000, 1_000), decided(ID, 0, 2_000)];
    const about = { rule: 'chat-surge', subject: 'twitch-a-1' };
    for (const order of [events, events.toReversed()]) {
      const state = fold(raised(), ...order);
      expect(isMuted(state, about, 3_000)).toBe(false);
      expect(state.alerts.get(ID)?.mutedUntil).toBeNull();
    }
  });

  it('forgets mutes that are over, whatever they were of', () => {
    const mute = (subject: string, until: number, at: number): ChatpulseEvent => ({
      type: 'AlertMuted',
      data: { alertId: ID, rule: 'chat-surge', subject, until, by: 'Ada', at },
    });
    const many = Array.from({ length: 50 }, (_, index) => mute(`show-${index}`, index + 2, index + 1));
    expect([...fold(...many).mutes.keys()]).toEqual([subjectKey('chat-surge', 'show-49')]);
  });

  it('tells what is open, who looks after it, what was sent and how it ended', () => {
    const state = fold(raised(), failed(false), delivered(), acknowledged);
    expect(state.open.get(subjectKey('chat-surge', 'twitch-a-1'))).toBe(ID);
    expect(state.alerts.get(ID)).toMatchObject({
      resolvedAt: null,
      acknowledgedBy: 'Ada',
      deliveries: [{ destination: 'slack', outcome: 'delivered', attempts: 2, reason: null }],
    });
    reduceAlerts(state, resolved(), NEW_YEAR);
    expect(state.open.size).toBe(0);
    expect(state.alerts.get(ID)).toMatchObject({ resolution: 'recovered', resolvedAt: NEW_YEAR + 60_000 });
  });

  it('never opens again what was raised twice, as after a takeover', () => {
    expect(fold(raised(), resolved(), raised()).open.size).toBe(0);
  });

  it('keeps a delivery that was accepted, whatever a process says that did not know', () => {
    const { deliveries } = fold(raised(), delivered(), failed(true)).alerts.get(ID) ?? { deliveries: [] };
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(['delivered']);
  });

  it('forgets what was not delivered before what was, which would be told again', () => {
    const one = delivered();
    const failures = Array.from({ length: 400 }, (_, number): ChatpulseEvent => {
      const failure = failed(true);
      return { ...failure, data: { ...failure.data, idempotencyKey: `try-${number}` } } as ChatpulseEvent;
    });
    const { deliveries } = fold(raised(), one, ...failures).alerts.get(ID) ?? { deliveries: [] };
    expect(deliveries).toHaveLength(300);
    expect(deliveries[0]).toMatchObject({ outcome: 'delivered' });
    expect(deliveries.at(-1)).toMatchObject({ idempotencyKey: 'try-399' });
  });

  it('withholds notices about a subject until the time of a mute, also of later alerts, until it is ended', () => {
    const of = { rule: 'chat-surge', subject: 'twitch-a-1' };
    const state = fold(raised(), muted(NEW_YEAR + 100_000), resolved());
    expect(isMuted(state, of, NEW_YEAR + 99_999)).toBe(true);
    expect(isMuted(state, of, NEW_YEAR + 100_000)).toBe(false);
    expect(isMuted(state, { ...of, subject: 'other' }, NEW_YEAR)).toBe(false);
    reduceAlerts(state, muted(NEW_YEAR), NEW_YEAR);
    expect(isMuted(state, of, NEW_YEAR + 50_000)).toBe(false);
  });

  it('keeps each mute with who made it, once however often it is read, and tests beside the alerts', () => {
    const testNotice: ChatpulseEvent = {
      type: 'AlertDelivered',
      data: {
        alertId: 'test',
        notice: 'test',
        destination: 'slack',
        idempotencyKey: 'k',
        attempts: 1,
        over: false,
        at: NEW_YEAR,
      },
    };
    const once = muted(NEW_YEAR + 100_000);
    const state = fold(raised(), once, once, muted(NEW_YEAR), testNotice, testNotice);
    expect(state.alerts.get(ID)?.mutes.map(({ until }) => until)).toEqual([NEW_YEAR + 100_000, NEW_YEAR]);
    expect(state.alerts.size).toBe(1);
    expect(state.tests).toMatchObject([{ destination: 'slack', outcome: 'delivered' }]);
  });

  it('knows an alert of a recording, or of a log read late, from news', () => {
    expect(isNews({ raisedAt: NEW_YEAR, appendedAt: NEW_YEAR + 30_000 })).toBe(true);
    expect(isNews({ raisedAt: NEW_YEAR, appendedAt: NEW_YEAR + 86_400_000 })).toBe(false);
  });

  it('forgets the oldest resolved alerts beyond a limit, never an open one', () => {
    const open = raised({ alertId: 'open', subject: 'kept' });
    const many = Array.from({ length: 2_100 }, (_, index) => [
      raised({ alertId: `a${index}` }),
      resolved(`a${index}`),
    ]).flat();
    const state = fold(open, ...many);
    expect(state.alerts.size).toBe(2_001);
    expect([...state.alerts.keys()].slice(0, 2)).toEqual(['open', 'a100']);
  });

  it('comes to the same however often each event is repeated behind its place', () => {
    const events = [raised(), failed(false), delivered(), acknowledged, muted(NEW_YEAR + 60_000), resolved()];
    const once = fold(...events);
    const repeats = fc.array(fc.tuple(fc.nat(events.length - 1), fc.nat(events.length - 1)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(repeats, (pairs) => {
        const sequence = events.flatMap((event, index) => [
          event,
          ...pairs.flatMap(([at, of]) => (at === index && of <= index ? [events[of] ?? event] : [])),
        ]);
        expect(fold(...sequence)).toEqual(once);
      }),
    );
  });
});
