import { describe, expect, test } from 'vitest';
import type { AlertView } from '../../core/alerts/alert-view.ts';
import { noAlerts, reduceAlerts } from '../../core/alerts/reduce.ts';
import { sampleAlert } from '../testing/sample-alert.ts';
import type { Incident } from './incidents.ts';
import { withPastIncidents } from './past-incidents.ts';

const BEGAN = 100_000;

function alert(subject: string, startedAt: number, resolvedAt?: number): AlertView {
  const state = noAlerts();
  const data = sampleAlert('a', {
    rule: 'store-away',
    subject,
    channelId: '',
    broadcastId: '',
    detail: 'refused',
    startedAt,
    at: startedAt,
  });
  reduceAlerts(state, { type: 'AlertRaised', data }, startedAt);
  if (resolvedAt !== undefined)
    reduceAlerts(
      state,
      {
        type: 'AlertResolved',
        data: { alertId: 'a', rule: 'store-away', subject, value: null, reason: 'recovered', at: resolvedAt },
      },
      resolvedAt,
    );
  const view = state.alerts.get('a');
  if (!view) throw new Error('no alert');
  return view;
}

const seen: Incident = {
  element: 'store:archive',
  state: 'degraded',
  detail: null,
  startedAt: BEGAN,
  endedAt: null,
};

describe('incidents from before a gateway began', () => {
  test('are what the alerts of the pipeline tell', () => {
    expect(withPastIncidents([], [alert('store:archive', 10, 500)], BEGAN)).toEqual([
      { element: 'store:archive', state: 'failed', detail: 'refused', startedAt: 10, endedAt: 500 },
    ]);
  });

  test('are told by the title of the rule where the alert says no more (its bare name was shown)', () => {
    const plain = { ...alert('store:archive', 10, 500), detail: null };
    expect(withPastIncidents([], [plain], BEGAN)).toMatchObject([{ detail: 'A store cannot be reached' }]);
  });

  test('that last on are one with what it sees', () => {
    expect(withPastIncidents([seen], [alert('store:archive', 10)], BEGAN)).toEqual([
      { ...seen, startedAt: 10 },
    ]);
    expect(withPastIncidents([seen], [alert('store:archive', 10, 500)], BEGAN)).toHaveLength(2);
    expect(withPastIncidents([seen], [alert('store:metrics', 10)], BEGAN)).toHaveLength(2);
  });

  test('are one with the first that it sees of the element, and only where that began with it (doubles were told)', () => {
    const first = { ...seen, startedAt: BEGAN + 15_000, endedAt: BEGAN + 20_000 };
    const second = { ...seen, startedAt: BEGAN + 25_000 };
    const late = { ...seen, startedAt: BEGAN + 31_000 };
    const open = alert('store:archive', 10);
    expect(withPastIncidents([second, first], [open], BEGAN)).toEqual([second, { ...first, startedAt: 10 }]);
    expect(withPastIncidents([late], [open], BEGAN)).toMatchObject([late, { startedAt: 10, endedAt: null }]);
  });

  test('are told once: what began since then it has seen itself, and alerts of broadcasts are none', () => {
    const ofBroadcast = { ...alert('chzzk-ada-1', 10), broadcastId: 'chzzk-ada-1' };
    expect(withPastIncidents([seen], [alert('store:archive', BEGAN + 1), ofBroadcast], BEGAN)).toEqual([
      seen,
    ]);
  });
});
