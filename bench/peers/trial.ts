import type { EventLog, Subscription } from '../../core/log/port.ts';
import { cpuSeconds, residentBytes } from '../support/proc.ts';
import { lagOfGroups, recordsIn, valuesOf, type Contestant, type RunningContestant } from './contestant.ts';
import type { LoadMessage } from './load.ts';

export interface TrialOptions {
  readonly contestant: Contestant;
  readonly log: EventLog;
  readonly messages: readonly LoadMessage[];
  /** Messages per second of the even part. */
  readonly rate: number;
  readonly seconds: number;
  /** Broker and archive: their share is told apart. */
  readonly serverPids: readonly number[];
}

export interface TrialResult {
  readonly contestant: Contestant;
  readonly messages: number;
  /** From the first append until everything is scored, counted, stored and committed. */
  readonly catchUpSeconds: number;
  /** CPU seconds of the contestant's own processes and of the servers during the catch-up. */
  readonly cpu: { readonly own: number; readonly servers: number };
  readonly memoryBytes: number;
  /** ms from the append's begin to the arrival of the score at a reader of the scored topic, one a message. */
  readonly latencies: readonly number[];
  /** Probability of positive by message id, of those that came at once. */
  readonly scores: ReadonlyMap<string, number>;
  /** Messages by broadcast and minute, as counted. */
  readonly windows: ReadonlyMap<string, number>;
}

const APPEND_BATCH = 1_000;
const TICK_MS = 20;
const WARM_UP_SECONDS = 10;
const LAST_WINDOWS_MS = 2_000;

export function createTrial(options: TrialOptions): { run(): Promise<TrialResult> } {
  const { contestant, log, messages, rate, seconds, serverPids } = options;

  const cpuOf = (pids: readonly number[]): number =>
    pids.reduce((sum, pid) => sum + cpuSeconds(`/proc/${pid}/stat`), 0);

  async function untilDone(scored: number): Promise<void> {
    while (
      (await recordsIn(log, contestant.scoredTopic)) < scored ||
      (await lagOfGroups(log, contestant.groups)) > 0
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async function catchUp(running: RunningContestant): Promise<Pick<TrialResult, 'catchUpSeconds' | 'cpu'>> {
    const before = { own: cpuOf(running.pids), servers: cpuOf(serverPids) };
    const started = performance.now();
    for (let at = 0; at < messages.length; at += APPEND_BATCH)
      await log.append(messages.slice(at, at + APPEND_BATCH).map(contestant.inputOf));
    await untilDone(messages.length);
    return {
      catchUpSeconds: (performance.now() - started) / 1_000,
      cpu: { own: cpuOf(running.pids) - before.own, servers: cpuOf(serverPids) - before.servers },
    };
  }

  /**
   * Sends messages at the even rate for some seconds and answers their latencies. The same texts once more, under ids and
   * broadcasts of their own, which begin with the name.
   */
  async function even(name: string, forSeconds: number): Promise<number[]> {
    const before = await recordsIn(log, contestant.scoredTopic);
    const sentAt = new Map<string, number>();
    const latencies: number[] = [];
    const reader = await follow((value) => {
      const score = contestant.scoreOf(value);
      const sent = score && sentAt.get(score.id);
      if (sent !== undefined) latencies.push(performance.now() - sent);
    });
    const more = messages.slice(0, rate * forSeconds).map((message) => ({
      ...message,
      id: `${name}-${message.id}`,
      broadcast: `${name}-${message.broadcast}`,
    }));
    const appends: Promise<unknown>[] = [];
    const started = performance.now();
    for (let sent = 0; sent < more.length;) {
      const due = Math.min(more.length, Math.ceil(((performance.now() - started) / 1_000) * rate));
      const batch = more.slice(sent, due);
      sent = Math.max(sent, due);
      const now = performance.now();
      for (const { id } of batch) sentAt.set(id, now);
      if (batch.length > 0) appends.push(log.append(batch.map(contestant.inputOf)));
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    await Promise.all(appends);
    await untilDone(before + more.length);
    while (latencies.length < more.length) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    await reader.close();
    return latencies;
  }

  function follow(take: (value: Uint8Array) => void): Promise<Subscription> {
    return log.subscribe({
      topics: [contestant.scoredTopic],
      handler: {
        assigned: () => 'end',
        async batch({ records }) {
          for (const { value } of records) take(value);
        },
      },
    });
  }

  /** Scores of the messages that came at once: those of the even part are the same texts again. */
  async function scored(): Promise<Map<string, number>> {
    const ids = new Set(messages.map(({ id }) => id));
    const scores = new Map<string, number>();
    for await (const value of valuesOf(log, contestant.scoredTopic)) {
      const score = contestant.scoreOf(value);
      if (score && ids.has(score.id)) scores.set(score.id, score.positive);
    }
    return scores;
  }

  /** What was counted once everybody has published the last windows, which some do once a second. */
  async function counted(): Promise<Map<string, number>> {
    await new Promise((resolve) => setTimeout(resolve, LAST_WINDOWS_MS));
    const windows = new Map<string, number>();
    for await (const value of valuesOf(log, contestant.windowsTopic)) {
      const window = contestant.windowOf(value);
      if (!window) continue;
      const key = `${window.broadcast} ${window.start}`;
      windows.set(key, Math.max(windows.get(key) ?? 0, window.messages));
    }
    return windows;
  }

  return {
    async run() {
      const running = await contestant.start();
      try {
        const caughtUp = await catchUp(running);
        const memoryBytes = running.pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
        // The first seconds at this rate would be those of caches and of code that is compiled for small batches.
        await even('warm-up', WARM_UP_SECONDS);
        const latencies = await even('even', seconds);
        return {
          contestant,
          messages: messages.length,
          ...caughtUp,
          memoryBytes,
          latencies,
          scores: await scored(),
          windows: await counted(),
        };
      } finally {
        await running.stop();
      }
    },
  };
}
