import type { AlertView } from '../../../core/alerts/alert-view.ts';
import { UNTOUCHED } from '../../../core/alerts/untouched.ts';
import type { Notice, NoticeItem } from '../port.ts';

/** 2026-01-01T00:00:00Z, ms since 1970. */
const NEW_YEAR = Date.UTC(2026, 0, 1);

/** An open alert of a broadcast, for tests and for the test notice. */
export function sampleAlert(overrides: Partial<AlertView> = {}): AlertView {
  return {
    id: 'negative-surge-0123456789ab-20260101T000000000Z',
    rule: 'negative-surge',
    severity: 'critical',
    subject: 'chzzk-ada-20260101T000000000Z',
    channelId: 'chzzk-ada',
    broadcastId: 'chzzk-ada-20260101T000000000Z',
    value: 0.42,
    threshold: 0.27,
    baseline: 0.12,
    count: 120,
    samples: [],
    detail: null,
    startedAt: NEW_YEAR,
    raisedAt: NEW_YEAR,
    appendedAt: NEW_YEAR,
    ...UNTOUCHED,
    ...overrides,
  };
}

export function sampleNotice(key: string, ...items: readonly Partial<NoticeItem>[]): Notice {
  const all = items.length > 0 ? items : [{}];
  return {
    key: key.padEnd(32, '0'),
    items: all.map((item) => ({ kind: 'raised', alert: sampleAlert(), links: {}, ...item })),
  };
}
