import type { AlertRules } from '../../../core/alerts/rule.ts';
import type { BroadcastView } from '../../../core/broadcasts/state.ts';
import type { Trouble } from '../trouble.ts';

/** A capture that is not well, and since when by the log's clock (ms since 1970). */
export interface UnwellCapture {
  readonly view: BroadcastView;
  readonly since: number;
  /** Its channel is watched again: what failed is seen to. */
  readonly watchedAgain: boolean;
}

/** A failure of longer ago is history: it is no longer open. */
const FAILURE_SHOWN_MS = 10 * 60_000;

/** Captures that have stalled, lost their connection, or failed. Pure. */
export function findStalledSources(
  captures: Iterable<UnwellCapture>,
  rules: AlertRules,
  now: number,
): Trouble[] {
  const found: Trouble[] = [];
  for (const { view, since, watchedAgain } of captures) {
    const about = {
      subject: view.id,
      broadcastId: view.id,
      channelId: view.channelId,
      detail: view.reason ?? view.state,
      at: now,
      since,
    };
    const seconds = (now - since) / 1000;
    if (view.state === 'failed') {
      const holds = !watchedAgain && now - since < FAILURE_SHOWN_MS;
      found.push({ ...about, rule: 'source-failed', value: 1, holds, over: !holds });
    } else {
      const holds = seconds >= rules['source-stalled'].threshold;
      found.push({ ...about, rule: 'source-stalled', value: seconds, holds, over: false });
    }
  }
  return found;
}
