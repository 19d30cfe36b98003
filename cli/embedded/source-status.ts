import type { SourceStatus as GatewaySourceStatus } from '../../gateway/options.ts';
import type { SourceStatus } from '../../producers/supervisor/status.ts';

/** The producers' own account of their captures, as the status answer shows it: a line per broadcast. */
export function gatewaySourceStatus(sources: readonly SourceStatus[]): GatewaySourceStatus[] {
  return sources.flatMap(
    ({ broadcastIds, platform, channel, state, lastActivityAt, reconnects, reason, logAway }) =>
      broadcastIds.map((broadcastId) => ({
        broadcastId,
        platform,
        channel,
        state,
        lastActivityAt,
        attempts: reconnects,
        detail: logAway ?? reason,
      })),
  );
}
