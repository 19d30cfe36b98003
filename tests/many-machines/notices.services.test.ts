/** Notices by several processes over real brokers: whoever dies, stalls or comes late, each alert is told, and told once. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { schemaIdsOf } from '../../cli/roles/servers.ts';
import { readConfig } from '../../core/config.ts';
import { createCodec, type EventCodec, type EventName } from '../../core/events/codec.ts';
import type { EventTypes } from '../../core/events/generated.ts';
import { TOPICS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { startSlackServer, type SlackServer } from '../../sinks/notify/testing/slack-server.ts';
import { startBeatWatcher, WATCHER_PATH } from '../faults/beat-watcher.ts';
import type { ServerProcess } from '../faults/server-process.ts';
import { inTime, startStack, until, type Stack } from './stack.ts';

const TOPIC = 'alert.events';
const { partitions: PARTITIONS } = TOPICS[TOPIC];
type AlertEventName = 'AlertRaised' | 'AlertDelivered' | 'AlertDeliveryFailed';

/** A group hears after ten seconds that a member is gone. */
const TAKEOVER_MS = 60_000;

let stack: Stack;
let codec: EventCodec;
let slack: SlackServer;
const running = new Map<string, ServerProcess>();
let started = 0;

beforeAll(async () => {
  stack = await startStack({ archiveInMemory: true });
  codec = createCodec(await schemaIdsOf(readConfig(stack.env)));
  slack = await startSlackServer();
});
afterAll(async () => {
  await stack.close();
  await slack.close();
});
beforeEach(async () => {
  slack.behaviour = 'ok';
  while (running.size < 2) await startNotifier();
});

async function startNotifier(more: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  started += 1;
  const name = `notifier-${started}`;
  const process = stack.start('sinks', {
    only: 'notify',
    env: { CHATPULSE_SLACK_WEBHOOK_URL: `${slack.url}?from=${name}`, ...more },
  });
  running.set(name, process);
  await process.ready;
  return process;
}

async function append<N extends EventName>(
  type: N,
  data: EventTypes[N] & { readonly alertId: string },
): Promise<void> {
  await stack.log.append([{ topic: TOPIC, key: data.alertId, value: codec.encode(type, data) }]);
}

async function raise(...alertIds: readonly string[]): Promise<void> {
  for (const alertId of alertIds) {
    const at = Date.now();
    await append('AlertRaised', {
      alertId,
      rule: 'negative-surge',
      severity: 'critical',
      subject: `twitch-${alertId}-1`,
      channelId: `twitch-${alertId}`,
      broadcastId: `twitch-${alertId}-1`,
      value: 0.4,
      threshold: 0.15,
      baseline: 0.1,
      count: 50,
      samples: [],
      detail: null,
      startedAt: at,
      at,
    });
  }
}

/** Events of one kind in a partition, in their order. */
async function eventsIn<N extends EventName>(type: N, partition: number): Promise<EventTypes[N][]> {
  const range = (await stack.log.ranges(TOPIC)).find((one) => one.partition === partition);
  const found: EventTypes[N][] = [];
  for (let offset = range?.start ?? 0; offset < (range?.end ?? 0);) {
    const records = await stack.log.read({ topic: TOPIC, partition, offset });
    for (const { value } of records) {
      const event = codec.decode(value);
      if (event.type === type) found.push(event.data as EventTypes[N]);
    }
    offset = (records.at(-1)?.offset ?? Infinity) + 1;
  }
  return found;
}

/** Events of one kind about an alert, in their order. */
async function eventsOf<N extends AlertEventName>(type: N, alertId: string): Promise<EventTypes[N][]> {
  const found = await eventsIn(type, partitionOf(alertId, PARTITIONS));
  return found.filter((data) => data.alertId === alertId);
}

/** Whether the log tells of outages of its own, and of each that it was told to be over. */
async function everyOutageOver(): Promise<boolean> {
  const ids = new Set<string>();
  for (let partition = 0; partition < PARTITIONS; partition += 1)
    for (const { rule, alertId } of await eventsIn('AlertRaised', partition))
      if (rule === 'log-away') ids.add(alertId);
  const over = await Promise.all(
    [...ids].map(async (id) =>
      (await eventsOf('AlertDelivered', id)).some(({ notice }) => notice === 'resolved'),
    ),
  );
  return over.length > 0 && over.every(Boolean);
}

async function delivered(...alertIds: readonly string[]): Promise<void> {
  await until(
    async () => {
      for (const alertId of alertIds)
        if ((await eventsOf('AlertDelivered', alertId)).length === 0) return false;
      return true;
    },
    `the delivery of ${alertIds.join(', ')}`,
    TAKEOVER_MS,
  );
}

/** How often Slack was told of an alert. */
const timesTold = (alertId: string): number =>
  slack.taken.filter(({ body }) => body.includes(`twitch-${alertId}`)).length;

/** Slack is asked once more from now on; answers by whom. */
async function nextSender(): Promise<string> {
  const before = slack.requests;
  await inTime(slack.asked(before + 1), 'an attempt', TAKEOVER_MS);
  return slack.senders[before] ?? '';
}

async function kill(name: string): Promise<void> {
  await running.get(name)?.kill();
  running.delete(name);
}

it('killed in the middle of a delivery: another tells it, once, under the key of all attempts', async () => {
  slack.behaviour = { status: 500 };
  await raise('first');
  await until(
    async () => (await eventsOf('AlertDeliveryFailed', 'first')).length > 0,
    'the first failure to be recorded',
  );
  slack.behaviour = 'stall';
  const owner = await nextSender();
  await kill(owner);

  slack.behaviour = { status: 503 };
  const heir = await nextSender();
  expect(heir).not.toBe(owner);
  slack.behaviour = 'ok';
  await delivered('first');
  const attempts = [
    ...(await eventsOf('AlertDeliveryFailed', 'first')),
    ...(await eventsOf('AlertDelivered', 'first')),
  ];
  expect(attempts.length).toBeGreaterThanOrEqual(3);
  expect(new Set(attempts.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  expect(timesTold('first')).toBe(1);
});

it('many alerts, and the process that owns some of them dies while all stall: each is told once', async () => {
  slack.behaviour = 'stall';
  const ids = Array.from({ length: 24 }, (_, index) => `many${index}x`);
  await raise(...ids);
  const owner = await nextSender();
  await kill(owner);
  slack.behaviour = 'ok';
  await delivered(...ids);
  for (const id of ids) expect([id, timesTold(id)]).toEqual([id, 1]);
});

it('acknowledged while its delivery stalls in a process that dies: nobody is told any more', async () => {
  slack.behaviour = 'stall';
  await raise('seen');
  const owner = await nextSender();
  await append('AlertAcknowledged', { alertId: 'seen', by: 'page', at: Date.now() });
  await kill(owner);
  slack.behaviour = 'ok';
  // Whoever tells of this has the partition, and has looked at what else is owed of it.
  const partition = partitionOf('seen', PARTITIONS);
  const marker = Array.from({ length: 1_000 }, (_, index) => `marker${index}x`).find(
    (id) => partitionOf(id, PARTITIONS) === partition,
  );
  await raise(marker ?? '');
  await delivered(marker ?? '');
  expect(timesTold('seen')).toBe(0);
});

it('a process that was held up, and whose alerts another has told, does not tell them again', async () => {
  slack.behaviour = 'stall';
  await raise('slow');
  const owner = await nextSender();
  const pid = running.get(owner)?.pid ?? -1;
  process.kill(pid, 'SIGSTOP');
  try {
    slack.behaviour = 'ok';
    await delivered('slow');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  // It has alerts of its own again, and tells of them.
  let round = 0;
  await until(
    async () => {
      round += 1;
      await raise(...Array.from({ length: 8 }, (_, index) => `after${round}-${index}x`));
      return slack.senders.lastIndexOf(owner) > slack.senders.length - 8;
    },
    'it to tell again',
    TAKEOVER_MS,
  );
  expect(timesTold('slow')).toBe(1);
});

it('the brokers are away: told at once, by a process that begins meanwhile as well, and no heart beats', async () => {
  const broker = stack.kafka.nodes[0];
  const watcher = await startBeatWatcher();
  for (const name of [...running.keys()]) await kill(name);
  const beating = { CHATPULSE_HEARTBEAT_URL: watcher.url, CHATPULSE_HEARTBEAT_SECONDS: '1' };
  const first = await startNotifier(beating);
  await inTime(watcher.beating(3), 'heartbeats');

  await broker?.stop('SIGKILL');
  await until(async () => first.stderr().includes('the heartbeat is withheld'), 'the heart to stop');
  const beats = watcher.beats();
  const before = slack.taken.length;
  // Told after five seconds, which are five beats.
  await inTime(slack.taking(before + 1), 'the notice that the log is away');
  expect(watcher.beats()).toBe(beats);
  const second = startNotifier();
  await inTime(slack.taking(before + 2), 'the same from a process that has never seen the log');
  expect(watcher.beats()).toBe(beats);

  await broker?.start();
  await inTime(watcher.beating(beats + 3), 'heartbeats again', TAKEOVER_MS);
  await second;
  await until(everyOutageOver, 'the notices that it is back', TAKEOVER_MS);
  const notices = slack.taken.slice(before).map(({ body }) => body);
  for (const body of notices) expect(body).toMatch(/store:log|log|로그/i);
  // The mark stands also in a notice that tells of two outages: what one process finds in two minutes are two.
  const over = notices.filter((body) => body.includes('해결 · '));
  // Found within the same minute it is one outage, which is over once; each process may tell so of what it has found.
  expect(over.length).toBeGreaterThanOrEqual(1);
  expect(over.length).toBeLessThanOrEqual(2);
  expect(first.stderr()).not.toContain(WATCHER_PATH);
  await watcher.close();
});
