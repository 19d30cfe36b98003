import { emptyBroadcasts, forgetOldest, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import type { BroadcastsState, BroadcastView } from '../../core/broadcasts/state.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import { startTopicBook, type TopicBook, type TopicBookOptions } from '../../core/runtime/topic-book.ts';
import { emptyGroups, reduceGroups, type GroupsState } from '../../core/groups/reduce.ts';

export interface BroadcastBookOptions extends Omit<TopicBookOptions, 'topic' | 'take'> {
  /** Called after an event of a broadcast was applied. */
  readonly onChange: (broadcastId: string) => void;
  /** Called after an event of a channel group was applied. */
  readonly onGroupChange: () => void;
}

/** An event of the topic with what its record is keyed by. */
type BookEvent = ChatpulseEvent & {
  readonly data: { readonly channelId: string } | { readonly groupId: string };
};

/** All broadcasts ever asked for, and the channel groups: `broadcast.events` from its start, reduced. */
export interface BroadcastBook extends Pick<TopicBook, 'caughtUp' | 'problem' | 'close'> {
  state(): BroadcastsState;
  groups(): GroupsState;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  require(broadcastId: string): BroadcastView;
  /**
   * Resolves when a broadcast is known here, or is sure not to be in the log: a command that was answered by another
   * gateway is seen by whoever asks this one next.
   * @throws ChatpulseError CHATPULSE_LOG_UNAVAILABLE where that cannot be told
   */
  learn(broadcastId: string): Promise<void>;
  /** The same for a channel group. */
  learnGroup(groupId: string): Promise<void>;
  /** Appends an event and resolves when this book has taken it: what it then says is what every gateway will say. */
  record(event: BookEvent): Promise<void>;
}

export async function startBroadcastBook(options: BroadcastBookOptions): Promise<BroadcastBook> {
  let state = emptyBroadcasts();
  let groups = emptyGroups();
  const book = await startTopicBook({
    ...options,
    topic: 'broadcast.events',
    take: (event) => {
      state = reduceBroadcasts(state, event);
      if (event.type === 'BroadcastEnded') forgetOldest(state);
      groups = reduceGroups(groups, event);
      if ('broadcastId' in event.data) options.onChange(event.data.broadcastId);
      else if ('groupId' in event.data) options.onGroupChange();
    },
  });

  return {
    state: () => state,
    groups: () => groups,
    require: (broadcastId) => {
      const view = state.broadcasts.get(broadcastId);
      if (!view)
        throw new ChatpulseError('CHATPULSE_BROADCAST_UNKNOWN', {
          message: `There is no broadcast "${broadcastId.slice(0, 200)}".`,
        });
      return view;
    },
    record: (event) =>
      book.record('groupId' in event.data ? event.data.groupId : event.data.channelId, event),
    learn: async (broadcastId) => {
      if (!state.broadcasts.has(broadcastId)) await book.caughtUp();
    },
    learnGroup: async (groupId) => {
      if (!groups.has(groupId)) await book.caughtUp();
    },
    caughtUp: book.caughtUp,
    problem: book.problem,
    close: book.close,
  };
}
