import type { Clock } from '../../core/clock.ts';
import { pause } from '../../core/runtime/backoff.ts';
import { AUDIENCE_AFTER_FAILURE_MS, AUDIENCE_MS } from '../audience-pace.ts';
import type { EventQueue } from '../event-queue.ts';
import { numberOf, objectOf } from '../json-fields.ts';
import { isAborted } from '../is-aborted.ts';
import type { SoopApi } from './api.ts';

/** Reads what a channel has on air, as its page tells it. Undefined where nothing is, or it is not understood. */
export function parseAudience(
  body: unknown,
): { readonly broadcastNo: string; readonly watching: number } | undefined {
  const broadcast = objectOf(body);
  const broadcastNo = numberOf(broadcast, 'broadNo');
  const watching = numberOf(broadcast, 'currentSumViewer');
  if (!isCount(broadcastNo) || !isCount(watching)) return undefined;
  return { broadcastNo: String(broadcastNo), watching };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}

export interface AudienceOptions {
  readonly api: SoopApi;
  readonly channel: string;
  readonly broadcastNo: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly queue: EventQueue;
}

/** Tells how many watch a broadcast until the signal is aborted, beside its chat. Never rejects. */
export async function tellAudience(options: AudienceOptions): Promise<void> {
  const { api, channel, broadcastNo, clock, signal, queue } = options;
  while (!signal.aborted) {
    const count = await api.audience(channel, broadcastNo);
    if (count !== undefined && !isAborted(signal)) queue.push({ type: 'viewers', count });
    await pause(clock, count === undefined ? AUDIENCE_AFTER_FAILURE_MS : AUDIENCE_MS, signal);
  }
}
