import type { Clock } from '../../core/clock.ts';
import type { AppendRecord, EventLog, Subscription } from '../../core/log/port.ts';

/** The log and the clock as one process sees them, until it dies or falls asleep. */
export interface MortalProcess {
  readonly log: EventLog;
  readonly clock: Clock;
  /** The process is gone: nothing it does reaches the log any more, and its groups lose it. */
  kill(): Promise<void>;
  /** The process hangs and is taken for dead; what it does from now on reaches the log when it wakes. */
  sleep(): Promise<void>;
  /** The late writes of a process that slept arrive after all. */
  wake(): Promise<void>;
}

export function createMortalProcess(log: EventLog, clock: Clock): MortalProcess {
  let alive = true;
  let asleep = false;
  const late: (readonly AppendRecord[])[] = [];
  const subscriptions: Subscription[] = [];
  let cut: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    cut = resolve;
  });
  const never = new Promise<never>(() => undefined);

  async function end(): Promise<void> {
    alive = false;
    cut();
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  }

  return {
    clock: {
      now: () => clock.now(),
      after: (ms, callback) =>
        clock.after(ms, () => {
          if (alive) callback();
        }),
    },
    log: {
      ...log,
      append(records) {
        if (alive) return log.append(records);
        if (asleep) late.push(records);
        return never;
      },
      async subscribe(options) {
        const { handler } = options;
        const subscription = await log.subscribe({
          ...options,
          handler: { ...handler, batch: (batch) => Promise.race([handler.batch(batch), gone]) },
        });
        subscriptions.push(subscription);
        return {
          ...subscription,
          commit: (commits) => (alive ? subscription.commit(commits) : never),
          close: () => never,
        };
      },
    },
    kill: end,
    async sleep() {
      asleep = true;
      await end();
    },
    async wake() {
      asleep = false;
      for (const records of late.splice(0)) await log.append(records);
    },
  };
}
