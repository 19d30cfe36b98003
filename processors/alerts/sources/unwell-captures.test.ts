import { expect, it } from 'vitest';
import { emptyBroadcasts, reduceBroadcasts } from '../../../core/broadcasts/reduce.ts';
import type { ChatpulseEvent } from '../../../core/events/codec.ts';
import { createUnwellCaptures } from './unwell-captures.ts';

it('captures that failed are forgotten after a while, also where nobody asks for the list', () => {
  const broadcasts = emptyBroadcasts();
  const captures = createUnwellCaptures(broadcasts);
  const take = (event: ChatpulseEvent, at: number): void => {
    reduceBroadcasts(broadcasts, event);
    captures.took(event, at);
  };
  for (let minute = 0; minute < 300; minute += 1) {
    const at = minute * 60_000;
    const [channelId, broadcastId] = [`twitch-${minute}`, `twitch-${minute}-1`];
    const show = { platform: 'twitch', channel: `${minute}`, title: null, platformBroadcastId: null };
    take({ type: 'BroadcastStarted', data: { channelId, broadcastId, ...show, at } }, at);
    take({ type: 'BroadcastEnded', data: { channelId, broadcastId, reason: 'failed: gone', at } }, at);
  }
  expect(captures.held()).toBe(31);
  expect(captures.list(299 * 60_000)).toHaveLength(31);
});
