/** Alerts that pass from one process to another, and attempts that are overtaken by events. */
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { SubscriptionHandler } from '../../core/log/port.ts';
import { createGate } from '../../tests/support/gate.ts';
import { DeliveryError } from './delivery-error.ts';
import { createMemoryNotifier } from './memory.ts';
import { startOwnership } from './ownership.ts';
import { noticeKey } from './plan.ts';
import { createNotifyRig, type NotifyRig } from './testing/notify-rig.ts';

let rig: NotifyRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const refuse = (): never => {
  throw new DeliveryError({ message: 'status 503', refused: true });
};

test('an alert that is taken away while it is read what was told of it is not owned (two processes told it)', async () => {
  const handlers: SubscriptionHandler[] = [];
  const read = createGate();
  const ownership = await startOwnership({
    log: {
      ...createMemoryLog(),
      subscribe: async ({ handler }) => {
        handlers.push(handler);
        return {
          commit: async () => undefined,
          close: async () => undefined,
          ended: new Promise(() => undefined),
        };
      },
    },
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    caughtUp: () => read.opened,
    onChange: () => undefined,
  });
  const at = { topic: 'alert.events', partition: 0 };
  const partitions = Array.from({ length: 16 }, (_, partition) => ({ ...at, partition }));
  const assigned = partitions.map((one) => handlers[0]?.assigned?.({ ...one, committed: undefined }));
  for (const one of partitions) await handlers[0]?.revoked?.(one);
  read.open();
  await Promise.all(assigned);
  expect(ownership.owns('a')).toBe(false);
  await ownership.close();
});

test('an attempt that stalls ends when somebody acknowledges the alert: it was taken after that', async () => {
  rig = createNotifyRig();
  const givenUp = createGate();
  const slack = createMemoryNotifier({
    name: 'slack',
    before: (_notice, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          givenUp.open();
          resolve();
        });
      }),
  });
  const notify = await rig.start([slack], { lanes: { attemptMs: 3_600_000 } });
  await rig.raise('a');
  await slack.asked(1);
  await rig.acknowledge('a');
  await givenUp.opened;
  await notify.settled();
  expect(slack.taken).toEqual([]);
  expect(notify.health().state).toBe('ok');
});

test('of alerts that another process has taken over no failure is called final', async () => {
  rig = createNotifyRig();
  const ids = Array.from({ length: 8 }, (_, index) => `alert-${index}`);
  const refusing = createMemoryNotifier({ name: 'slack', before: refuse });
  const one = await rig.start([refusing]);
  for (const id of ids) await rig.raise(id);
  await refusing.asked(2);
  const well = createMemoryNotifier({ name: 'slack' });
  await rig.start([well]);
  await well.taking(1);
  await refusing.asked(6);
  await one.close();
  const failures = await rig.events('AlertDeliveryFailed');
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter(({ final }) => final)).toEqual([]);
});

test('a process that was held up first learns what another has told meanwhile (it told again)', async () => {
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const log = createMemoryLog({ clock });
  const held = createGate();
  const asked = createGate();
  let holding = false;
  rig = createNotifyRig({
    clock,
    log: {
      ...log,
      async ranges(topic) {
        if (holding) asked.open();
        return log.ranges(topic);
      },
      subscribe: (options) =>
        log.subscribe({
          ...options,
          handler: {
            ...options.handler,
            async batch(batch) {
              if (holding) await held.opened;
              await options.handler.batch(batch);
            },
          },
        }),
    },
  });
  let well = false;
  const slack = createMemoryNotifier({ name: 'slack', before: () => (well ? undefined : refuse()) });
  const notify = await rig.start([slack]);
  await rig.raise('a');
  await slack.asked(1);
  holding = true;
  ahead = 60_000;
  well = true;
  await rig.append('AlertDelivered', {
    alertId: 'a',
    notice: 'raised',
    destination: 'slack',
    idempotencyKey: noticeKey({ alert: { id: 'a' }, kind: 'raised', number: 0 }, 'slack'),
    attempts: 1,
    over: false,
    at: clock.now(),
  });
  await asked.opened;
  held.open();
  await notify.settled();
  expect(slack.taken).toEqual([]);
});
