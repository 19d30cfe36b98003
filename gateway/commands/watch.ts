import type { BroadcastsState, BroadcastView, Watch } from '../../core/broadcasts/state.ts';
import type { Clock } from '../../core/clock.ts';
import { makeBroadcastId } from '../../core/events/ids.ts';
import type { BroadcastBook } from '../model/broadcast-book.ts';
import type { GatewayOptions, PlannedBroadcast, RecognisedInput } from '../options.ts';

export interface WatchCommands {
  /** Asks for the capture of a channel, or finds the one that runs. */
  start(url: string, speed: string): Promise<StartedWatch>;
  /** Stops the watch that a broadcast belongs to; one that is over stays as it is. */
  stop(broadcastId: string): Promise<void>;
}

export interface StartedWatch {
  /** False where the channel was being watched already. */
  readonly created: boolean;
  /** The broadcasts of the watch; several for a replay of several channels. Those to come are named by their id alone. */
  readonly broadcasts: readonly PlannedBroadcast[];
}

export type WatchOptions = Pick<GatewayOptions, 'recognise' | 'planReplay'> & {
  readonly book: BroadcastBook;
  readonly clock: Clock;
};

/** Commands become events; the answer is what the reduced events say, so that two racing requests agree. */
export function createWatchCommands({ recognise, planReplay, book, clock }: WatchOptions): WatchCommands {
  /** The last request of each channel that is under way. */
  const underWay = new Map<string, Promise<unknown>>();

  /** One request of a channel after the other. */
  async function inTurn<T>(channelId: string, task: () => Promise<T>): Promise<T> {
    const before = underWay.get(channelId) ?? Promise.resolve();
    const mine = before.then(task, task);
    underWay.set(channelId, mine);
    try {
      return await mine;
    } finally {
      if (underWay.get(channelId) === mine) underWay.delete(channelId);
    }
  }

  async function request(input: RecognisedInput, speed: string): Promise<StartedWatch> {
    const running = activeWatch(book.state(), input.channelId);
    if (running) return { created: false, broadcasts: broadcastsOf(book.state(), running) };
    const at = clock.now();
    const planned = await planReplay(input, book.state().broadcasts.keys());
    const broadcasts = planned ?? [
      { broadcastId: makeBroadcastId(input.channelId, at), channel: input.channel },
    ];
    const broadcastId = broadcasts[0]?.broadcastId ?? makeBroadcastId(input.channelId, at);
    const { platform, channel, channelId, url } = input;
    await book.record({
      type: 'WatchRequested',
      data: { channelId, broadcastId, platform, channel, url, speed, at },
    });
    const watch = book.state().watches.get(channelId);
    if (!watch || watch.broadcastId === broadcastId) return { created: true, broadcasts };
    // Somebody else, at another gateway, was faster.
    return { created: false, broadcasts: broadcastsOf(book.state(), watch) };
  }

  return {
    start: async (url, speed) => {
      const input = await recognise(url);
      return inTurn(input.channelId, () => request(input, speed));
    },
    stop: async (broadcastId) => {
      const view = book.require(broadcastId);
      const watch = activeWatch(book.state(), view.channelId);
      if (watch?.broadcastId !== view.watchId) return;
      const { channelId } = view;
      await book.record({
        type: 'WatchStopped',
        data: { channelId, broadcastId: watch.broadcastId, reason: 'stopped', at: clock.now() },
      });
    },
  };
}

function activeWatch(state: BroadcastsState, channelId: string): Watch | undefined {
  const watch = state.watches.get(channelId);
  return watch?.active ? watch : undefined;
}

/** What a watch captures now; where all of it is over, its latest broadcast. */
function broadcastsOf(state: BroadcastsState, watch: Watch): PlannedBroadcast[] {
  const views = [...new Set([watch.broadcastId, ...watch.broadcastIds])].flatMap(
    (id) => state.broadcasts.get(id) ?? [],
  );
  const running = views.filter((view) => view.endedAt === null);
  return (running.length > 0 ? running : views.slice(-1)).map(toPlanned);
}

function toPlanned(view: BroadcastView): PlannedBroadcast {
  return { broadcastId: view.id, channel: view.channel };
}
