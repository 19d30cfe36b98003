import type { Clock } from '../../core/clock.ts';
import { pause } from '../../core/runtime/backoff.ts';
import type { HttpClient } from '../http/port.ts';
import type { SourceEvent } from '../port.ts';
import { targetOf } from './channel.ts';
import { findOnAir, type Access } from './find-chat.ts';
import { readShow } from './show.ts';

export interface SessionOptions {
  readonly base: string;
  readonly http: HttpClient;
  readonly channel: string;
  readonly cursor: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** So long between two looks at a channel that has nothing on air. */
export const OFF_AIR_MS = 60_000;
/** Nothing is expected meanwhile; that this is so is said more often than the supervisor takes silence for a stall. */
const ALIVE_MS = 20_000;

type Batches = AsyncGenerator<readonly SourceEvent[], void, undefined>;

/** One session: a video until its chat is over, or a channel and whatever it has on air. */
export async function* runSession(options: SessionOptions): Batches {
  const { base, http, channel, cursor, clock, signal } = options;
  const access: Access = { http, site: { base, signal }, clock };
  const target = targetOf(channel);
  if (!target)
    yield [{ type: 'ended', outcome: 'refused', reason: `${channel} is no video or channel of YouTube` }];
  else if ('channelPath' in target) yield* followChannel(access, target.channelPath);
  else {
    const end = yield* readShow({ ...access, videoId: target.video, title: null, replays: true, cursor });
    if (!signal.aborted) yield [{ type: 'ended', ...end }];
  }
}

async function* followChannel(access: Access, channelPath: string): Batches {
  const { signal } = access.site;
  while (!signal.aborted) {
    const onAir = yield* findOnAir(access, channelPath);
    if (signal.aborted) return;
    if ('outcome' in onAir) {
      yield [{ type: 'ended', ...onAir }];
      return;
    }
    let reason: string;
    if ('offAir' in onAir) reason = onAir.offAir;
    else {
      const end = yield* readShow({ ...access, ...onAir, replays: false, cursor: null });
      if (signal.aborted) return;
      if (end.outcome === 'lost') {
        yield [{ type: 'ended', ...end }];
        return;
      }
      // A show that is not for the public says nothing about the next one.
      reason = end.outcome === 'refused' ? end.reason : 'The show is over; waiting for the next one.';
    }
    yield* waitOffAir(access, reason);
  }
}

async function* waitOffAir({ clock, site }: Access, reason: string): Batches {
  yield [{ type: 'off-air', reason }];
  for (let waited = 0; waited < OFF_AIR_MS && !site.signal.aborted; waited += ALIVE_MS) {
    await pause(clock, ALIVE_MS, site.signal);
    if (!site.signal.aborted) yield [{ type: 'activity' }];
  }
}
