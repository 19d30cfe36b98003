import type { AlertBook } from '../../core/alerts/alert-book.ts';
import type { AlertView } from '../../core/alerts/alert-view.ts';
import { UNTOUCHED } from '../../core/alerts/untouched.ts';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { Notifier } from '../../sinks/notify/port.ts';
import type { Asker } from '../http/askers.ts';

/** What a destination said to a test notice. */
export interface TestOutcome {
  readonly destination: string;
  readonly delivered: boolean;
  /** Its words, without secrets. */
  readonly said: string;
  readonly ms: number;
}

export interface AlertCommands {
  /** @throws ChatpulseError CHATPULSE_ALERT_UNKNOWN */
  get(id: string): Promise<AlertView>;
  /** @throws ChatpulseError CHATPULSE_ALERT_UNKNOWN */
  acknowledge(id: string, by: Asker): Promise<AlertView>;
  /**
   * No notices of the rule about the same subject for so many minutes; 0 ends a mute.
   * @throws ChatpulseError CHATPULSE_ALERT_UNKNOWN
   */
  mute(id: string, minutes: number, by: Asker): Promise<AlertView>;
  /**
   * Sends a test through every destination, and records what each said.
   * @throws ChatpulseError CHATPULSE_NOTICE_UNROUTED where there is none
   */
  test(): Promise<readonly TestOutcome[]>;
}

const TEST_PATIENCE_MS = 15_000;

export function createAlertCommands(options: {
  readonly alerts: AlertBook;
  readonly clock: Clock;
  readonly notifiers: readonly Notifier[];
}): AlertCommands {
  const { alerts, clock, notifiers } = options;

  async function known(id: string): Promise<AlertView> {
    const found = alerts.state.alerts.get(id);
    if (found) return found;
    await alerts.caughtUp();
    const late = alerts.state.alerts.get(id);
    if (late) return late;
    throw new ChatpulseError('CHATPULSE_ALERT_UNKNOWN', { message: 'There is no alert of this id.' });
  }

  async function testOne(notifier: Notifier, alert: AlertView): Promise<TestOutcome> {
    const began = clock.now();
    const key = `test${began.toString(16)}`.padEnd(32, '0').slice(0, 32);
    const base = {
      alertId: alert.id,
      notice: 'test',
      destination: notifier.name,
      idempotencyKey: key,
      attempts: 1,
    };
    const outcome = await notifier
      .deliver({ key, items: [{ kind: 'test', alert, links: {} }] }, AbortSignal.timeout(TEST_PATIENCE_MS))
      .then(
        ({ detail }) => ({ delivered: true, said: detail }),
        (error: unknown) => ({
          delivered: false,
          said: error instanceof Error ? error.message : String(error),
        }),
      );
    const at = clock.now();
    if (outcome.delivered) await alerts.record('AlertDelivered', { ...base, over: false, at });
    else await alerts.record('AlertDeliveryFailed', { ...base, reason: outcome.said, final: true, at });
    return { destination: notifier.name, ...outcome, ms: at - began };
  }

  return {
    get: known,
    async acknowledge(id, by) {
      const alert = await known(id);
      if (alert.acknowledgedAt === null)
        await alerts.record('AlertAcknowledged', { alertId: id, by, at: clock.now() });
      return known(id);
    },
    async mute(id, minutes, by) {
      const { rule, subject } = await known(id);
      const at = clock.now();
      await alerts.record('AlertMuted', { alertId: id, rule, subject, until: at + minutes * 60_000, by, at });
      return known(id);
    },
    async test() {
      if (notifiers.length === 0)
        throw new ChatpulseError('CHATPULSE_NOTICE_UNROUTED', {
          message: 'There is nowhere to send a notice to.',
        });
      const alert = testAlert(clock.now());
      return Promise.all(notifiers.map((notifier) => testOne(notifier, alert)));
    },
  };
}

function testAlert(now: number): AlertView {
  return {
    id: 'test',
    rule: 'negative-surge',
    severity: 'info',
    subject: 'test',
    channelId: '',
    broadcastId: '',
    value: 0.42,
    threshold: 0.27,
    baseline: 0.12,
    count: 120,
    samples: [],
    detail: null,
    startedAt: now,
    raisedAt: now,
    appendedAt: now,
    ...UNTOUCHED,
  };
}
