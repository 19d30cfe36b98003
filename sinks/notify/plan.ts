/** Which notices are owed, as a pure function of what `alert.events` says. Times are ms since 1970. */
import { createHash } from 'node:crypto';
import type { AlertDelivery, AlertView } from '../../core/alerts/alert-view.ts';
import { endOfQuiet, isQuiet, type QuietHours } from './quiet-hours.ts';
import type { NoticeKind } from './port.ts';
import { chainsFor, type Chain, type Route } from './routes/routes.ts';

/** A notice of one alert that a chain has not had yet. */
export interface OwedNotice {
  readonly alert: AlertView;
  readonly kind: NoticeKind;
  /** Which reminder, from 1; 0 for what comes once. */
  readonly number: number;
  readonly chain: Chain;
  /** From when on it has been owed. */
  readonly since: number;
}

export interface PlanSettings {
  readonly routes: readonly Route[];
  readonly quietHours?: QuietHours | undefined;
  /** An alert that is critical, open and acknowledged by nobody is told again after so long; 0: never. */
  readonly reminderMs: number;
  /** Beginning of this process: what was over an hour before it is history and no news. */
  readonly startedAt: number;
  readonly isMuted: (alert: AlertView, now: number) => boolean;
}

const NEWS_MS = 3_600_000;
/** Who was told that it began waits so long for the end. */
const END_NEWS_MS = 24 * 3_600_000;
const MOST_REMINDERS = 10;

/** What is owed of one alert at a time. */
export function owedNotices(alert: AlertView, settings: PlanSettings, now: number): OwedNotice[] {
  if (alert.acknowledgedAt !== null || settings.isMuted(alert, now)) return [];
  // What came to its end while nobody wanted to hear of it is no news when the mute ends.
  if (alert.resolvedAt !== null && alert.resolvedAt <= (alert.mutedUntil ?? 0)) return [];
  if (alert.severity !== 'critical' && isQuiet(settings.quietHours, now)) return [];
  const chains = chainsFor(settings.routes, alert);
  if (alert.resolvedAt !== null)
    return [...owedRaised(alert, chains, settings), ...owedResolved(alert, settings)];
  return [...owedRaised(alert, chains, settings), ...owedReminders(alert, chains, settings, now)];
}

/** What waits for the end of the quiet hours: it is owed again then. */
export function postponedNotices(alert: AlertView, settings: PlanSettings, now: number): OwedNotice[] {
  if (alert.severity === 'critical' || !isQuiet(settings.quietHours, now)) return [];
  return owedNotices(alert, { ...settings, quietHours: undefined }, now);
}

function owedRaised(alert: AlertView, chains: readonly Chain[], settings: PlanSettings): OwedNotice[] {
  const isOld = overSince(alert, settings) < settings.startedAt - NEWS_MS;
  const isTried = (chain: Chain): boolean =>
    alert.deliveries.some(
      ({ notice, outcome, destination }) =>
        notice === 'raised' && outcome === 'trying' && chain.includes(destination),
    );
  // Of something that is over and that nobody has begun to tell of there, nobody waits to hear an hour later.
  return chains
    .filter((chain) => !hasHad(alert, chain, 'raised') && (!isOld || isTried(chain)))
    .map((chain) => ({ alert, kind: 'raised', number: 0, chain, since: alert.appendedAt }));
}

/** Where it was told that it began or is open, it is told that it is over, unless that was told at once. */
function owedResolved(alert: AlertView, settings: PlanSettings): OwedNotice[] {
  const { resolvedAt } = alert;
  if (resolvedAt === null || overSince(alert, settings) < settings.startedAt - END_NEWS_MS) return [];
  const told = alert.deliveries.filter((one) => isTold(one) && one.over !== true);
  return [...new Set(told.map(({ destination }) => destination))]
    .map((destination): Chain => [destination])
    .filter((chain) => !hasHad(alert, chain, 'resolved'))
    .map((chain) => ({ alert, kind: 'resolved', number: 0, chain, since: resolvedAt }));
}

/** Since when it could be told that an alert is over: what quiet hours hold back is news at their end. */
function overSince({ resolvedAt, severity }: AlertView, { quietHours }: PlanSettings): number {
  if (resolvedAt === null) return Number.POSITIVE_INFINITY;
  return severity === 'critical' ? resolvedAt : endOfQuiet(quietHours, resolvedAt);
}

function owedReminders(
  alert: AlertView,
  chains: readonly Chain[],
  { reminderMs }: PlanSettings,
  now: number,
): OwedNotice[] {
  if (alert.severity !== 'critical' || reminderMs === 0) return [];
  return chains.flatMap((chain): OwedNotice[] => {
    const had = alert.deliveries.filter((one) => isTold(one) && chain.includes(one.destination));
    const last = Math.max(...had.map(({ at }) => at));
    const reminders = had.filter(({ notice }) => notice === 'reminder').length;
    if (had.length === 0 || reminders >= MOST_REMINDERS || now < last + reminderMs) return [];
    return [{ alert, kind: 'reminder', number: reminders + 1, chain, since: last + reminderMs }];
  });
}

/** That an alert began, or is open still, was delivered. */
function isTold({ notice, outcome }: AlertDelivery): boolean {
  return outcome === 'delivered' && (notice === 'raised' || notice === 'reminder');
}

function hasHad(alert: AlertView, chain: Chain, kind: NoticeKind): boolean {
  return alert.deliveries.some(
    ({ notice, outcome, destination }) =>
      notice === kind && outcome === 'delivered' && chain.includes(destination),
  );
}

/** The same for every attempt of one notice to one destination, by whichever process. */
export function noticeKey(
  of: Pick<OwedNotice, 'kind' | 'number'> & { readonly alert: Pick<AlertView, 'id'> },
  destination: string,
): string {
  return keyOf([of.alert.id, of.kind, String(of.number), destination]);
}

/** Of several notices that go as one. */
export function groupKey(keys: readonly string[]): string {
  return keys.length === 1 && keys[0] !== undefined ? keys[0] : keyOf(keys);
}

function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
