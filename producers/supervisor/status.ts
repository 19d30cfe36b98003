import type { SourceCapabilities } from '../port.ts';

export type SourceState = 'connecting' | 'live' | 'quiet' | 'stalled' | 'reconnecting' | 'ended' | 'failed';

/** The health of one capture, for the status page. Times are ms since 1970. */
export interface SourceStatus {
  readonly channelId: string;
  readonly platform: string;
  readonly channel: string;
  readonly url: string;
  /** The broadcasts being captured now; between two shows and after the end those that were captured last. */
  readonly broadcastIds: readonly string[];
  readonly state: SourceState;
  /** Why it is in this state, where there is more to say. */
  readonly reason: string | null;
  readonly lastMessageAt: number | null;
  /** Last proof of life of the connection. */
  readonly lastActivityAt: number | null;
  /** Over the last ten seconds. */
  readonly messagesPerSecond: number;
  /** How many watch the shows being captured now; null where the platform does not tell it, or not any more. */
  readonly viewers: number | null;
  readonly reconnects: number;
  readonly gaps: number;
  /** Messages recorded in this process. */
  readonly messages: number;
  /** Repeats dropped. */
  readonly repeats: number;
  /** Payloads that could not be understood. */
  readonly unparsed: number;
  /** Messages dropped because the buffer was full. */
  readonly missed: number;
  readonly buffered: number;
  readonly bufferedBytes: number;
  /** Why the log takes no records; null while it does. */
  readonly logAway: string | null;
  readonly capabilities: SourceCapabilities;
}
