import type { Logger } from 'pino';
import { emptyBroadcasts, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import type { BroadcastsState, BroadcastView } from '../../core/broadcasts/state.ts';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import type { EventLog, Position } from '../../core/log/port.ts';
import { follow } from './follow.ts';
import { shareRuns } from './share-runs.ts';

/** How long a command waits until the gateway has read its own event. */
const WAIT_MS = 10_000;

export interface BroadcastBookOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Called after an event of a broadcast was applied. */
  readonly onChange: (broadcastId: string) => void;
}

/** All broadcasts ever asked for: `broadcast.events` from its start, reduced. */
export interface BroadcastBook {
  state(): BroadcastsState;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  require(broadcastId: string): BroadcastView;
  /**
   * Resolves when a broadcast is known here, or is sure not to be in the log: a command that was answered by another
   * gateway is seen by whoever asks this one next.
   * @throws ChatpulseError CHATPULSE_LOG_UNAVAILABLE where that cannot be told
   */
  learn(broadcastId: string): Promise<void>;
  /** Appends an event and resolves when this book has taken it: what it then says is what every gateway will say. */
  record(event: ChatpulseEvent & { readonly data: { readonly channelId: string } }): Promise<void>;
  /** Resolves when everything that the topic holds now has been taken. */
  caughtUp(): Promise<void>;
  problem(): string | undefined;
  close(): Promise<void>;
}

const TOPIC = 'broadcast.events';

export async function startBroadcastBook(options: BroadcastBookOptions): Promise<BroadcastBook> {
  const { log, codec, clock, logger } = options;
  let state = emptyBroadcasts();

  const following = await follow({
    log,
    topics: [TOPIC],
    name: TOPIC,
    clock,
    ...(logger && { logger }),
    startAt: () => Promise.resolve('start'),
    take: (_partition, records) => {
      for (const record of records) {
        try {
          const event = codec.decode(record.value);
          state = reduceBroadcasts(state, event);
          if ('broadcastId' in event.data) options.onChange(event.data.broadcastId);
        } catch (error) {
          logger?.warn({ topic: TOPIC, offset: record.offset, err: error }, 'a record cannot be read');
        }
      }
    },
  });

  async function taken(position: Position): Promise<void> {
    const waiting = new AbortController();
    const cancel = clock.after(WAIT_MS, () =>
      waiting.abort(
        new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log does not answer in time.' }),
      ),
    );
    try {
      await following.reached(position, position.offset, waiting.signal);
    } finally {
      cancel();
    }
  }

  async function caughtUp(): Promise<void> {
    for (const range of await log.ranges(TOPIC))
      if (range.end > range.start)
        await taken({ topic: TOPIC, partition: range.partition, offset: range.end - 1 });
  }
  const caughtUpTogether = shareRuns(caughtUp);

  return {
    state: () => state,
    require: (broadcastId) => {
      const view = state.broadcasts.get(broadcastId);
      if (!view)
        throw new ChatpulseError('CHATPULSE_BROADCAST_UNKNOWN', {
          message: `There is no broadcast "${broadcastId.slice(0, 200)}".`,
        });
      return view;
    },
    record: async (event) => {
      const value = codec.encode(event.type, event.data);
      const [position] = await log.append([{ topic: TOPIC, key: event.data.channelId, value }]);
      if (position) await taken(position);
    },
    learn: async (broadcastId) => {
      if (!state.broadcasts.has(broadcastId)) await caughtUpTogether();
    },
    caughtUp,
    problem: following.problem,
    close: following.close,
  };
}
