import type { EventCodec, EventName } from '../../core/events/codec.ts';
import type { EventTypes } from '../../core/events/generated.ts';
import type { Entry } from './appender.ts';

type LifecycleEvent = Extract<
  EventName,
  | 'BroadcastStarted'
  | 'SourceConnected'
  | 'SourceDisconnected'
  | 'SourceStalled'
  | 'GapRecorded'
  | 'PayloadsMisunderstood'
  | 'BroadcastEnded'
  | 'WatchStopped'
>;

/** A record of `broadcast.events`; its key is the channel, so that all events of a watch keep their order. */
export function lifecycleEntry<N extends LifecycleEvent>(
  codec: EventCodec,
  type: N,
  data: EventTypes[N],
): Entry {
  return { record: { topic: 'broadcast.events', key: data.channelId, value: codec.encode(type, data) } };
}
