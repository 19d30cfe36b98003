import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertDelivery } from '../../core/alerts/alert-view.ts';
import { noticeKey, owedNotices, type PlanSettings } from './plan.ts';
import { isQuiet } from './quiet-hours.ts';
import { chainsFor, defaultRoutes, routesFileSchema } from './routes/routes.ts';
import { sampleAlert } from './testing/sample-notices.ts';

const MINUTE = 60_000;
const now = sampleAlert().raisedAt + MINUTE;
const settings: PlanSettings = {
  routes: defaultRoutes(['slack', 'mail']),
  reminderMs: 30 * MINUTE,
  startedAt: now,
  isMuted: () => false,
};

function delivered(overrides: Partial<AlertDelivery> = {}): AlertDelivery {
  return {
    notice: 'raised',
    destination: 'slack',
    idempotencyKey: 'k',
    outcome: 'delivered',
    attempts: 1,
    reason: null,
    at: now,
    ...overrides,
  };
}

test('what is critical and acknowledged by nobody is told again, each time with a key of its own', () => {
  const alert = sampleAlert({ deliveries: [delivered()] });
  expect(owedNotices(alert, settings, now + 29 * MINUTE)).toEqual([]);
  const [first] = owedNotices(alert, settings, now + 30 * MINUTE);
  expect(first).toMatchObject({ kind: 'reminder', number: 1 });
  const again = sampleAlert({
    deliveries: [delivered(), delivered({ notice: 'reminder', at: now + 30 * MINUTE })],
  });
  expect(owedNotices(again, settings, now + 59 * MINUTE)).toEqual([]);
  const [second] = owedNotices(again, settings, now + 60 * MINUTE);
  expect(second).toMatchObject({ kind: 'reminder', number: 2 });
  expect(first && second && noticeKey(first, 'slack') !== noticeKey(second, 'slack')).toBe(true);
  expect(owedNotices({ ...alert, severity: 'warning' }, settings, now + 60 * MINUTE)).toEqual([]);
});

test('quiet hours hold back what is not critical until they end', () => {
  const zone = 'Asia/Seoul';
  const night = { from: 23 * 60, to: 8 * 60, zone };
  const at = (hour: number): number => Date.UTC(2026, 0, 1, hour - 9);
  expect([22, 23, 24, 31, 32].map((hour) => isQuiet(night, at(hour)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(isQuiet({ from: 0, to: 0, zone }, at(12))).toBe(false);
  const quiet = { ...settings, quietHours: night };
  const warning = sampleAlert({ severity: 'warning' });
  expect(owedNotices(warning, quiet, at(24))).toEqual([]);
  expect(owedNotices(warning, quiet, at(32))).toHaveLength(1);
  expect(owedNotices(sampleAlert(), quiet, at(24))).toHaveLength(1);
});

test.each([
  ['America/New_York', '2026-01-15', ['03:59', '04:00', '12:59', '13:00']],
  ['America/New_York', '2026-07-15', ['02:59', '03:00', '11:59', '12:00']],
  ['Asia/Kolkata', '2026-01-15', ['17:29', '17:30', '02:29', '02:30']],
])('quiet hours pass midnight by the clock of %s on %s', (zone, day, times) => {
  const night = { from: 23 * 60, to: 8 * 60, zone };
  const quiet = times.map((time) => isQuiet(night, Date.parse(`${day}T${time}:00Z`)));
  expect(quiet).toEqual([false, true, true, false]);
});

test('an end is told where the beginning was, unless that notice said so already', () => {
  const over = { resolvedAt: now, resolution: 'recovered' };
  const open = sampleAlert({ ...over, deliveries: [delivered({ destination: 'mail', over: false })] });
  expect(owedNotices(open, settings, now)).toMatchObject([{ kind: 'resolved', chain: ['mail'] }]);
  const told = sampleAlert({ ...over, deliveries: [delivered({ over: true })] });
  expect(owedNotices(told, settings, now)).toEqual([]);
  expect(owedNotices(sampleAlert(over), settings, now)).toMatchObject([{ kind: 'raised' }]);
});

test('an end that comes while the beginning is being taken is told (nobody heard of it)', () => {
  const late = { resolvedAt: now, deliveries: [delivered({ over: false, at: now + 5_000 })] };
  expect(owedNotices(sampleAlert({ ...late, resolution: 'recovered' }), settings, now)).toMatchObject([
    { kind: 'resolved', chain: ['slack'] },
  ]);
});

test('an end is told where a reminder was', () => {
  const deliveries = [
    delivered({ destination: 'mail', over: false }),
    delivered({ notice: 'reminder', destination: 'slack', over: false }),
  ];
  const over = sampleAlert({ resolvedAt: now, resolution: 'recovered', deliveries });
  expect(owedNotices(over, settings, now).map(({ kind, chain }) => [kind, ...chain])).toEqual([
    ['resolved', 'mail'],
    ['resolved', 'slack'],
  ]);
});

test('who was told of a beginning is told of the end after a restart hours later, not after a day', () => {
  const over = sampleAlert({
    resolvedAt: now,
    resolution: 'recovered',
    deliveries: [delivered({ over: false })],
  });
  const later = (hours: number): string[] =>
    owedNotices(over, { ...settings, startedAt: now + hours * 60 * MINUTE }, now + hours * 60 * MINUTE).map(
      ({ kind }) => kind,
    );
  expect(later(3)).toEqual(['resolved']);
  expect(later(25)).toEqual([]);
});

test('what quiet hours hold back is told at their end, also after a restart in between (it was not)', () => {
  const zone = 'Asia/Seoul';
  const at = (hour: number): number => Date.UTC(2026, 0, 1, hour - 9);
  const quietHours = { from: 23 * 60, to: 8 * 60, zone };
  const warning = sampleAlert({ severity: 'warning', resolvedAt: at(23.75), resolution: 'recovered' });
  const restarted = (hour: number): PlanSettings => ({ ...settings, quietHours, startedAt: at(hour) });
  expect(owedNotices(warning, restarted(26), at(27))).toEqual([]);
  expect(owedNotices(warning, restarted(26), at(32))).toMatchObject([{ kind: 'raised' }]);
  expect(owedNotices(warning, restarted(34), at(34))).toEqual([]);
  const critical = { ...warning, severity: 'critical' };
  expect(owedNotices(critical, restarted(26), at(32))).toEqual([]);
});

test('what was over before a mute ended is not told at its end (a week of it came at once)', () => {
  const over = sampleAlert({ resolvedAt: now, resolution: 'recovered', mutedUntil: now + MINUTE });
  expect(owedNotices(over, settings, now + 2 * MINUTE)).toEqual([]);
  const later = { ...over, resolvedAt: now + 2 * MINUTE };
  expect(owedNotices(later, settings, now + 2 * MINUTE)).toMatchObject([{ kind: 'raised' }]);
});

test('an alert that was tried before is owed however old it is', () => {
  const old = { startedAt: 0, raisedAt: 0, appendedAt: 0, resolvedAt: 1, resolution: 'recovered' };
  expect(owedNotices(sampleAlert(old), settings, now)).toEqual([]);
  const tried = sampleAlert({ ...old, deliveries: [delivered({ outcome: 'trying' })] });
  expect(owedNotices(tried, settings, now)).toMatchObject([{ kind: 'raised' }]);
  const givenUp = sampleAlert({ ...old, deliveries: [delivered({ outcome: 'failed' })] });
  expect(owedNotices(givenUp, settings, now)).toEqual([]);
});

test('a new destination is not told what others were told of long ago (it was told all of it)', () => {
  const old = { startedAt: 0, raisedAt: 0, appendedAt: 0, resolvedAt: 1, resolution: 'recovered' };
  const elsewhere = sampleAlert({ ...old, deliveries: [delivered({ destination: 'former' })] });
  expect(owedNotices(elsewhere, settings, now)).toEqual([]);
  const open = sampleAlert({ deliveries: [delivered({ destination: 'former' })] });
  expect(owedNotices(open, settings, now)).toMatchObject([{ kind: 'raised', chain: ['slack', 'mail'] }]);
});

test('whatever has happened, nothing is owed of what is acknowledged, and nothing twice to a destination', () => {
  const delivery = fc.record({
    notice: fc.constantFrom('raised', 'resolved', 'reminder'),
    destination: fc.constantFrom('slack', 'mail'),
    outcome: fc.constantFrom('delivered' as const, 'trying' as const, 'failed' as const),
    at: fc.integer({ min: now, max: now + 3 * 3_600_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(delivery, { maxLength: 6 }),
      fc.boolean(),
      fc.option(fc.integer({ min: now, max: now + 3_600_000 }), { nil: null }),
      fc.constantFrom('info', 'warning', 'critical'),
      fc.integer({ min: 0, max: 24 * 3_600_000 }),
      (deliveries, acknowledged, resolvedAt, severity, later) => {
        const alert = sampleAlert({
          severity,
          resolvedAt,
          acknowledgedAt: acknowledged ? now : null,
          deliveries: deliveries.map((one) => delivered(one)),
        });
        const owed = owedNotices(alert, settings, now + later);
        if (acknowledged) expect(owed).toEqual([]);
        for (const { kind, chain } of owed)
          if (kind !== 'reminder')
            expect(
              deliveries.some(
                (one) =>
                  one.notice === kind && one.outcome === 'delivered' && chain.includes(one.destination),
              ),
            ).toBe(false);
      },
    ),
  );
});

test('routes go by severity, channel and rule; recordings only where a route says so', () => {
  const file = routesFileSchema.parse({
    destinations: [
      { kind: 'slack', name: 'slack' },
      { kind: 'mail', name: 'host', to: ['host@example.org'] },
    ],
    routes: [
      { severities: ['critical'], to: [['slack', 'host']] },
      { channels: ['chzzk-a*'], rules: ['negative-surge'], recordings: true, to: [['host']] },
    ],
  });
  const chains = (overrides: Parameters<typeof sampleAlert>[0]) =>
    chainsFor(file.routes, sampleAlert(overrides));
  expect(chains({})).toEqual([['slack', 'host'], ['host']]);
  expect(chains({ channelId: '' })).toEqual([['slack', 'host']]);
  expect(chains({ severity: 'warning' })).toEqual([['host']]);
  expect(chains({ severity: 'info' })).toEqual([]);
  expect(chains({ rule: 'chat-silence', severity: 'warning' })).toEqual([]);
  expect(chainsFor(file.routes, sampleAlert({ channelId: 'replay-x' }))).toEqual([]);
  expect(
    routesFileSchema.safeParse({ destinations: file.destinations, routes: [{ to: [['nobody']] }] }).success,
  ).toBe(false);
});
