import type { BroadcastView } from '../../core/broadcasts/state.ts';
import { makeGroupId } from '../../core/events/ids.ts';
import type { Group as DefinedGroup } from '../../core/groups/reduce.ts';
import type { Broadcast, Group, GroupSummary } from '../http/contract.ts';
import type { BroadcastBook } from './broadcast-book.ts';
import { broadcastsOfGroup } from './group-broadcasts.ts';

export interface GroupDescriberOptions {
  readonly book: Pick<BroadcastBook, 'state' | 'groups'>;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  readonly describe: (broadcastId: string) => Broadcast;
  /** ms since 1970. */
  readonly now: () => number;
}

/** What is told of channel groups now. */
export interface GroupDescriber {
  /** All groups by name. */
  list(): readonly GroupSummary[];
  /** A group with the broadcasts that it shows; undefined where there is none of this name. */
  group(name: string): Group | undefined;
}

export function createGroupDescriber({ book, describe, now }: GroupDescriberOptions): GroupDescriber {
  const currentOf = (group: DefinedGroup): readonly BroadcastView[] =>
    broadcastsOfGroup(group, book.state(), now());

  function summarise(group: DefinedGroup, current: readonly BroadcastView[]): GroupSummary {
    return {
      name: group.name,
      channels: group.channels.map((channel) => ({
        ...channel,
        watched: book.state().watches.get(channel.channelId)?.active ?? false,
      })),
      updatedAt: group.updatedAt,
      running: current.filter(({ endedAt }) => endedAt === null).length,
    };
  }

  return {
    list: () =>
      [...book.groups().values()]
        .map((group) => summarise(group, currentOf(group)))
        .sort((a, b) => a.name.localeCompare(b.name)),
    group(name) {
      const group = book.groups().get(makeGroupId(name));
      if (!group) return undefined;
      const current = currentOf(group);
      return { ...summarise(group, current), broadcasts: current.map(({ id }) => describe(id)) };
    },
  };
}
