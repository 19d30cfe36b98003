import type { ChatpulseEvent } from '../events/codec.ts';
import type { GroupChannel } from '../events/generated.ts';

/** Channels that are shown as one audience. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly GroupChannel[];
  /** When it got these channels, ms since 1970. */
  readonly updatedAt: number;
}

/** The channel groups there are, by id. */
export type GroupsState = ReadonlyMap<string, Group>;

export function emptyGroups(): GroupsState {
  return new Map();
}

/**
 * Applies an event of `broadcast.events`; what is not about groups changes nothing. All events of a group lie in one
 * partition, so the last one holds. The map given is never changed: groups are few and change rarely.
 */
export function reduceGroups(groups: GroupsState, event: ChatpulseEvent): GroupsState {
  if (event.type === 'GroupDefined') {
    const { groupId, name, channels, at } = event.data;
    return new Map(groups).set(groupId, { id: groupId, name, channels, updatedAt: at });
  }
  if (event.type === 'GroupDissolved') {
    const rest = new Map(groups);
    rest.delete(event.data.groupId);
    return rest;
  }
  return groups;
}
