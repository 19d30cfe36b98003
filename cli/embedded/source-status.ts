import type { SourceStatus as GatewaySourceStatus } from '../../gateway/options.ts';
import type { SourceStatus } from '../../producers/supervisor/status.ts';

/** The producers' own account of their captures, as the status answer shows it: a line per broadcast. */
export function gatewaySourceStatus(sources: readonly SourceStatus[]): GatewaySourceStatus[] {
  return sources.flatMap(({ broadcastIds, reason, logAway, ...source }) =>
    broadcastIds.map((broadcastId) => ({
      broadcastId,
      platform: source.platform,
      channel: source.channel,
      state: source.state,
      lastActivityAt: source.lastActivityAt,
      lastMessageAt: source.lastMessageAt,
      messagesPerSecond: source.messagesPerSecond,
      messages: source.messages,
      repeats: source.repeats,
      unparsed: source.unparsed,
      reconnects: source.reconnects,
      gaps: source.gaps,
      detail: logAway ?? reason,
    })),
  );
}
