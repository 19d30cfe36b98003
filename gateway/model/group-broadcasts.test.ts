import { describe, expect, test } from 'vitest';
import { emptyBroadcasts, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { Group } from '../../core/groups/reduce.ts';
import { broadcastsOfGroup, LEAVES_AFTER_MS } from './group-broadcasts.ts';

const channelId = 'twitch-a';
const group: Group = {
  id: 'group-g',
  name: 'g',
  channels: [{ channelId, platform: 'twitch', channel: 'a', url: '' }],
  updatedAt: 0,
};

function started(broadcastId: string, at: number): ChatpulseEvent {
  return {
    type: 'BroadcastStarted',
    data: {
      channelId,
      broadcastId,
      platform: 'twitch',
      channel: 'a',
      title: null,
      platformBroadcastId: null,
      at,
    },
  };
}

function ended(broadcastId: string, at: number): ChatpulseEvent {
  return { type: 'BroadcastEnded', data: { channelId, broadcastId, reason: 'over', at } };
}

const watch: ChatpulseEvent = {
  type: 'WatchRequested',
  data: { channelId, broadcastId: 'show-1', platform: 'twitch', channel: 'a', url: '', speed: '1', at: 0 },
};

function shown(events: readonly ChatpulseEvent[], now: number): string[] {
  const state = events.reduce(reduceBroadcasts, emptyBroadcasts());
  return broadcastsOfGroup(group, state, now).map(({ id }) => id);
}

describe('the broadcasts of a group', () => {
  const evening = [watch, started('show-1', 0), ended('show-1', 1_000)];

  test('a show that has ended stays for a while and leaves', () => {
    expect(shown(evening, 1_000 + LEAVES_AFTER_MS - 1)).toEqual(['show-1']);
    expect(shown(evening, 1_000 + LEAVES_AFTER_MS)).toEqual([]);
  });

  test('a new show of a watched channel joins, and running ones come first', () => {
    expect(shown([...evening, started('show-2', 5_000)], 6_000)).toEqual(['show-2', 'show-1']);
  });

  test('a channel that nobody watched adds nothing', () => {
    expect(shown([], 0)).toEqual([]);
  });

  test('never more than one connection may subscribe to', () => {
    const shows = Array.from({ length: 30 }, (_, index) => started(`show-${index + 1}`, index));
    const ids = shown([watch, ...shows], 100);
    expect(ids).toHaveLength(20);
    expect(ids[0]).toBe('show-30');
  });
});
