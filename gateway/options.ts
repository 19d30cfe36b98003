/** What a gateway is made of and what it needs from the rest of the product. */
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from '../core/clock.ts';
import type { EventCodec } from '../core/events/codec.ts';
import type { EventLog } from '../core/log/port.ts';
import type { ExplainedAnalysis } from '../language/index.ts';
import type { Analysis, EmoteSpan } from '../language/types.ts';
import type { ChatArchive } from '../sinks/archive/port.ts';
import type { MetricStore } from '../sinks/metrics/port.ts';

/** An address as a platform's part has recognised it. */
export interface RecognisedInput {
  readonly platform: string;
  /** The channel on the platform. */
  readonly channel: string;
  readonly channelId: string;
  /** What was asked for, in canonical form. */
  readonly url: string;
}

/** A broadcast that a replay will have. */
export interface PlannedBroadcast {
  readonly broadcastId: string;
  /** The channel inside the recording. */
  readonly channel: string;
}

/** How the capture of one broadcast does, as told by the producers of this process. */
export interface SourceStatus {
  readonly broadcastId: string;
  readonly platform: string;
  readonly channel: string;
  readonly state: string;
  /** ms since 1970. */
  readonly lastActivityAt: number | null;
  /** Attempts to connect since the last success. */
  readonly attempts: number;
  readonly detail?: string | null;
}

export type HealthState = 'ok' | 'degraded' | 'failed';

export interface PartHealth {
  readonly name: string;
  readonly state: HealthState;
  readonly detail?: string | null;
  readonly hint?: string | null;
}

/** How the parts of this process do. `failed` in a part makes /readyz fail; `degraded` does not. */
export interface HealthReport {
  readonly parts: readonly PartHealth[];
}

export interface Recording {
  readonly name: string;
  readonly bytes: number;
  /** ms since 1970. */
  readonly modifiedAt: number;
}

export interface GatewayConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** CHATPULSE_TOKEN. Without it the gateway listens on loopback addresses alone. */
  readonly token?: string;
  /** CHATPULSE_ORIGINS: origins beside its own that pages may come from, e.g. `https://chat.example.org`. */
  readonly origins?: readonly string[];
  /** Addresses or networks of proxies in front, whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Folder of the built pages. */
  readonly staticDir?: string;
  readonly version?: string;
  readonly limits?: Partial<GatewayLimits>;
}

/** Bounds that keep one caller from harming the others. */
export interface GatewayLimits {
  /** Requests per second and address to /api in the long run, and at once. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  /** Attempts to sign in per minute and address. */
  readonly signInsPerMinute: number;
  /** WebSocket connections in all. */
  readonly connections: number;
  readonly subscriptionsPerConnection: number;
  /** Messages per second that a viewer may send in the long run, and at once. */
  readonly viewerMessagesPerSecond: number;
  readonly viewerMessageBurst: number;
  /** Messages that a viewer may be behind before the oldest are skipped. */
  readonly pendingMessages: number;
  /** Bytes that may wait in a viewer's socket before it gets no further frame. */
  readonly pendingBytes: number;
  /** Messages of one frame. */
  readonly frameMessages: number;
  /** ms between frames of a viewer. */
  readonly frameInterval: number;
  /** ms between heartbeats; a viewer that misses one is cut off at the next. */
  readonly heartbeatInterval: number;
  /** Viewers per second that are sent elsewhere when the gateway closes, so that the others are not flooded. */
  readonly goodbyesPerSecond: number;
  /** Messages kept in memory per broadcast and in all. */
  readonly broadcastMessages: number;
  readonly totalMessages: number;
  /** Records of a partition that a resume reads back at most. */
  readonly resumeRecords: number;
  /** ms that a snapshot waits for the stores; what they have not told by then it goes without. */
  readonly snapshotWait: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  requestsPerSecond: 50,
  requestBurst: 200,
  signInsPerMinute: 10,
  connections: 5_000,
  subscriptionsPerConnection: 20,
  viewerMessagesPerSecond: 10,
  viewerMessageBurst: 60,
  pendingMessages: 2_000,
  pendingBytes: 1_048_576,
  frameMessages: 400,
  frameInterval: 30,
  heartbeatInterval: 30_000,
  goodbyesPerSecond: 500,
  broadcastMessages: 5_000,
  totalMessages: 50_000,
  resumeRecords: 100_000,
  snapshotWait: 300,
};

/** Analyses single texts on demand. */
export type AnalyzeText = (text: string, emotes?: readonly EmoteSpan[]) => Promise<Analysis>;
/** The same, with what moved each score. */
export type ExplainText = (text: string, emotes?: readonly EmoteSpan[]) => Promise<ExplainedAnalysis>;

export interface GatewayOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly archive: ChatArchive;
  readonly metrics: MetricStore;
  readonly analyze: AnalyzeText;
  readonly explain: ExplainText;
  /** @throws ChatpulseError that tells the reader what an address looks like */
  readonly recognise: (url: string) => RecognisedInput | Promise<RecognisedInput>;
  /**
   * The broadcasts that a replay of a recording will have, the first being that of the watch; undefined where the input
   * is no recording. `existingIds` are those of all broadcasts so far, so that another run gets ids of its own.
   */
  readonly planReplay: (
    input: RecognisedInput,
    existingIds: Iterable<string>,
  ) => Promise<readonly PlannedBroadcast[] | undefined>;
  readonly recordings: () => Promise<readonly Recording[]>;
  readonly sourceStatus: () => readonly SourceStatus[];
  /** What each platform can tell, by its name. */
  readonly capabilities?: (platform: string) => readonly string[];
  readonly config: GatewayConfig;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly health: () => HealthReport;
  /** Where the figures of /metrics are registered; a registry of its own by default. */
  readonly registry?: Registry;
}
