import type { ChatpulseEvent } from '../events/codec.ts';
import type { AlertMuted, AlertRaised, AlertResolved } from '../events/generated.ts';
import { subjectKey, type AlertDelivery, type AlertsState, type AlertView } from './alert-view.ts';
import { UNTOUCHED } from './untouched.ts';

/** Resolved alerts that are kept, and deliveries and mutes of one alert. */
const MAX_RESOLVED = 2_000;
const MAX_DELIVERIES = 300;
const MAX_MUTES = 20;
/** 31 days: longer than anybody can mute. */
const LONGEST_MUTE_MS = 31 * 86_400_000;

interface MutableState extends AlertsState {
  readonly alerts: Map<string, AlertView>;
  readonly mutes: Map<string, number>;
  readonly mutedAt: Map<string, number>;
  readonly open: Map<string, string>;
  tests: readonly AlertDelivery[];
}

export function noAlerts(): AlertsState {
  return { alerts: new Map(), mutes: new Map(), mutedAt: new Map(), open: new Map(), tests: [] };
}

/**
 * Applies an event of `alert.events`; changes of rules change nothing here. Applying an event again changes nothing, so
 * that takeovers and rebuilds double nothing. The maps are taken over and changed in place; their values are replaced.
 * @param appendTime when the log took the event, ms since 1970
 */
export function reduceAlerts(state: AlertsState, event: ChatpulseEvent, appendTime: number): AlertsState {
  const maps = state as MutableState;
  switch (event.type) {
    case 'AlertRaised':
      raise(maps, event.data, appendTime);
      break;
    case 'AlertResolved':
      resolve(maps, event.data);
      break;
    case 'AlertAcknowledged': {
      const { by, at } = event.data;
      change(maps, event.data.alertId, (alert) =>
        alert.acknowledgedAt === null ? { acknowledgedAt: at, acknowledgedBy: by } : {},
      );
      break;
    }
    case 'AlertMuted':
      mute(maps, event.data);
      break;
    case 'AlertDelivered':
      addDelivery(maps, event.data.alertId, { ...event.data, outcome: 'delivered', reason: null });
      break;
    case 'AlertDeliveryFailed': {
      const { alertId, final, ...rest } = event.data;
      addDelivery(maps, alertId, { ...rest, outcome: final ? 'failed' : 'trying' });
      break;
    }
    default:
      break;
  }
  return state;
}

function raise(state: MutableState, data: AlertRaised, appendTime: number): void {
  if (state.alerts.has(data.alertId)) return;
  const { alertId, at, ...told } = data;
  const key = subjectKey(data.rule, data.subject);
  state.alerts.set(alertId, {
    ...told,
    id: alertId,
    raisedAt: at,
    appendedAt: appendTime,
    ...UNTOUCHED,
    mutedUntil: state.mutes.get(key) ?? null,
  });
  state.open.set(key, alertId);
}

function resolve(state: MutableState, data: AlertResolved): void {
  const alert = state.alerts.get(data.alertId);
  if (!alert || alert.resolvedAt !== null) return;
  state.alerts.set(alert.id, { ...alert, resolvedAt: data.at, resolution: data.reason });
  const key = subjectKey(alert.rule, alert.subject);
  if (state.open.get(key) === alert.id) state.open.delete(key);
  forgetOldest(state);
}

function mute(state: MutableState, { alertId, rule, subject, until, by, at }: AlertMuted): void {
  const key = subjectKey(rule, subject);
  for (const [other, over] of state.mutes) if (over <= at) state.mutes.delete(other);
  for (const [other, then] of state.mutedAt) if (then < at - LONGEST_MUTE_MS) state.mutedAt.delete(other);
  const id = state.open.get(key);
  if (at >= (state.mutedAt.get(key) ?? -Infinity)) {
    state.mutedAt.set(key, at);
    if (until > at) state.mutes.set(key, until);
    else state.mutes.delete(key);
    if (id !== undefined) change(state, id, () => ({ mutedUntil: until > at ? until : null }));
  }
  // A link of an alert that is over mutes the one that is open now: it is a part of both.
  for (const one of new Set([alertId, id ?? alertId]))
    change(state, one, ({ mutes }) =>
      mutes.some((told) => told.at === at && told.until === until)
        ? {}
        : { mutes: [...mutes.slice(1 - MAX_MUTES), { until, by, at }] },
    );
}

function addDelivery(
  state: MutableState,
  alertId: string,
  { notice, destination, idempotencyKey, outcome, attempts, reason, over, at }: AlertDelivery,
): void {
  const said = { notice, destination, idempotencyKey, outcome, attempts, reason, at };
  const delivery: AlertDelivery = over === true ? { ...said, over } : said;
  // A test belongs to no alert.
  if (notice === 'test') state.tests = withDelivery(state.tests, delivery);
  else change(state, alertId, ({ deliveries }) => ({ deliveries: withDelivery(deliveries, delivery) }));
}

function withDelivery(known: readonly AlertDelivery[], one: AlertDelivery): readonly AlertDelivery[] {
  const index = known.findIndex(
    ({ idempotencyKey, destination }) =>
      one.idempotencyKey === idempotencyKey && one.destination === destination,
  );
  if (index < 0) return [...withRoomForOne(known), one];
  // What was accepted stays so: another process may not have known.
  return known[index]?.outcome === 'delivered' ? known : known.with(index, one);
}

/** What was delivered stays as long as it can: it would be told again. */
function withRoomForOne(known: readonly AlertDelivery[]): readonly AlertDelivery[] {
  if (known.length < MAX_DELIVERIES) return known;
  const least = known.findIndex(({ outcome }) => outcome !== 'delivered');
  return known.toSpliced(Math.max(0, least), 1);
}

/** Resolved alerts beyond the limit, oldest first. */
function forgetOldest(state: MutableState): void {
  let excess = state.alerts.size - state.open.size - MAX_RESOLVED;
  for (const alert of state.alerts.values()) {
    if (excess <= 0) return;
    if (alert.resolvedAt === null) continue;
    state.alerts.delete(alert.id);
    excess -= 1;
  }
}

function change(state: MutableState, id: string, by: (alert: AlertView) => Partial<AlertView>): void {
  const alert = state.alerts.get(id);
  if (alert) state.alerts.set(id, { ...alert, ...by(alert) });
}
