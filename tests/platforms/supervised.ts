import { pino } from 'pino';
import { createCodec, type ChatpulseEvent, type EventName } from '../../core/events/codec.ts';
import type { EventTypes, WatchRequested } from '../../core/events/generated.ts';
import { createMemoryLog, type MemoryLog } from '../../core/log/memory.ts';
import type { AppendRecord, LogRecord } from '../../core/log/port.ts';
import type { ChatSource } from '../../producers/port.ts';
import { createSupervisor, type Supervisor, type SupervisorOptions } from '../../producers/supervisor.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

export const START = Date.UTC(2026, 0, 1, 12);
export const codec = createCodec();

/** A log in memory, a clock turned by hand and supervisors on them. */
export interface Stage {
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  /** While set, appends fail with it. */
  failure: Error | undefined;
  supervise(sources: readonly ChatSource[], options?: Partial<SupervisorOptions>): Promise<Supervisor>;
  watch(overrides?: Partial<WatchRequested>): Promise<void>;
  stopWatch(reason?: string): Promise<void>;
  append(event: ChatpulseEvent & { readonly data: { readonly channelId: string } }): Promise<void>;
  /** All records of a topic, partition after partition. */
  records(topic: string): Promise<LogRecord[]>;
  /** All events of a topic, partition after partition. */
  events(topic: 'chat.raw' | 'broadcast.events'): Promise<ChatpulseEvent[]>;
  /** The data of all events of one type. */
  all<N extends EventName>(type: N): Promise<EventTypes[N][]>;
  /** Of all messages recorded, partition after partition. */
  texts(): Promise<string[]>;
  messageIds(): Promise<string[]>;
  /** Waits until a message of this text is recorded. */
  untilRecorded(text: string): Promise<void>;
  /** Waits until it holds, while a little time passes on the clock: enough to flush, not to time anything out. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets time pass in steps, so that what each step sets off can run. */
  pass(ms: number, step?: number): Promise<void>;
}

export const CHANNEL_ID = 'twitch-test';
export const BROADCAST_ID = 'twitch-test-1';

export function createStage(): Stage {
  const clock = createFakeClock(START);
  const stage: Stage = {
    clock,
    failure: undefined,
    log: createMemoryLog({
      clock,
      beforeAppend: () => {
        if (stage.failure) throw stage.failure;
      },
    }),
    async supervise(sources, options = {}) {
      const logger = pino({ level: 'silent' });
      const supervisor = createSupervisor({
        log: stage.log,
        codec,
        sources,
        clock,
        logger,
        random: () => 1,
        ...options,
      });
      await supervisor.start();
      return supervisor;
    },
    watch: (overrides = {}) =>
      stage.append({
        type: 'WatchRequested',
        data: {
          channelId: CHANNEL_ID,
          broadcastId: BROADCAST_ID,
          platform: 'twitch',
          channel: 'test',
          url: 'https://www.twitch.tv/test',
          speed: '1',
          at: clock.now(),
          ...overrides,
        },
      }),
    stopWatch: (reason = 'stopped') =>
      stage.append({
        type: 'WatchStopped',
        data: { channelId: CHANNEL_ID, broadcastId: BROADCAST_ID, reason, at: clock.now() },
      }),
    async append(event) {
      const value = codec.encode(event.type, event.data as EventTypes[typeof event.type]);
      const record: AppendRecord = { topic: 'broadcast.events', key: event.data.channelId, value };
      await stage.log.append([record]);
    },
    async records(topic) {
      const found: LogRecord[] = [];
      for (const { partition, start } of await stage.log.ranges(topic))
        found.push(...(await stage.log.read({ topic, partition, offset: start, maxRecords: 1_000_000 })));
      return found;
    },
    events: async (topic) => (await stage.records(topic)).map((record) => codec.decode(record.value)),
    async all<N extends EventName>(type: N) {
      const events = [...(await stage.events('broadcast.events')), ...(await stage.events('chat.raw'))];
      return events.flatMap((event) => (event.type === type ? [event.data as EventTypes[N]] : []));
    },
    texts: async () => (await stage.all('MessagePosted')).map(({ text }) => text),
    messageIds: async () => (await stage.all('MessagePosted')).map(({ messageId }) => messageId),
    untilRecorded: (text) => stage.until(async () => (await stage.texts()).includes(text)),
    async until(holds) {
      while (!(await holds())) {
        clock.advance(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    async pass(ms, step = 1_000) {
      for (let left = ms; left > 0; left -= step) {
        clock.advance(Math.min(step, left));
        for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
      }
    },
  };
  return stage;
}
