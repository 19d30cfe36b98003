/** What a gateway is made of and what it needs from the rest of the product. */
import type { Logger } from 'pino';
import type { Clock } from '../core/clock.ts';
import type { EventCodec } from '../core/events/codec.ts';
import type { ReadingPart } from '../core/health/backlog.ts';
import type { LogLevel } from '../core/log-levels.ts';
import type { EventLog } from '../core/log/port.ts';
import type { Meter } from '../core/telemetry/meter.ts';
import type { ExplainedAnalysis } from '../language/index.ts';
import type { ShippedModel } from '../language/reports/load.ts';
import type { Analysis, EmoteSpan, WordRules } from '../language/types.ts';
import type { ChatArchive } from '../sinks/archive/port.ts';
import type { MetricStore } from '../sinks/metrics/port.ts';
import type { BroadcastState } from './http/broadcast-states.ts';
import type { Notifier } from '../sinks/notify/port.ts';
import type { Platform } from './http/contract.ts';

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

/** How the capture of one broadcast does, as told by the producers of this process or else by the log. */
export interface SourceStatus {
  readonly broadcastId: string;
  readonly platform: string;
  readonly channel: string;
  readonly state: BroadcastState;
  /** ms since 1970. */
  readonly lastActivityAt: number | null;
  readonly lastMessageAt: number | null;
  /** Over the last ten seconds. */
  readonly messagesPerSecond: number;
  /**
   * Since the capture began in this process: messages recorded, repeats dropped, payloads not understood. Null where it
   * runs in another one.
   */
  readonly messages: number | null;
  readonly repeats: number | null;
  readonly unparsed: number | null;
  readonly reconnects: number;
  readonly gaps: number;
  /** Why it is in its state, where there is more to say. */
  readonly detail: string | null;
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
  /** Where people reach Grafana, without a slash at the end. */
  readonly grafanaUrl?: string;
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
/** The same, with what moved each score; under the rules of a channel where they are given. */
export type ExplainText = (
  text: string,
  emotes?: readonly EmoteSpan[],
  rules?: WordRules,
) => Promise<ExplainedAnalysis>;

/** The level of the process's log, over all its threads. */
export interface LogLevelControl {
  level(): LogLevel;
  /** Resolves when every thread has taken it. */
  set(level: LogLevel): Promise<void>;
}

/** Where notices go, as far as the gateway is concerned. */
export interface GatewayNotices {
  /** The destinations, for test notices; closed with the gateway. */
  readonly notifiers: readonly Notifier[];
  /** What the links in notices are signed with. */
  readonly linkSecret: string;
}

/** Whoever runs the server, as far as people may write to them. */
export interface Contact {
  readonly mailTo: string;
  /**
   * Sends a mail; undefined where the server sends none and the reader's own mail program is to.
   * @throws where the mail server does not take it
   */
  readonly send?: (
    message: { readonly name: string; readonly mail: string; readonly message: string },
    signal: AbortSignal,
  ) => Promise<void>;
  /** Ends what is under way; called with the gateway's end. */
  readonly close?: () => void;
}

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
  /** The models of the analysis, with what their training measured; default: none are told of. */
  readonly models?: () => Promise<readonly ShippedModel[]>;
  /** The captures of this process; left out where they run in others, of which the log tells. */
  readonly sourceStatus?: () => readonly SourceStatus[];
  /** The platforms that can be watched, and what each can tell. */
  readonly platforms?: readonly Platform[];
  readonly config: GatewayConfig;
  /** This run of this process, as its reports of health have it. */
  readonly processId?: string;
  /** Parts whose positions are in the log; what waits for those that nobody runs is told by the gateways. */
  readonly readers?: readonly ReadingPart[];
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly health: () => HealthReport;
  /** The figures of the process, which /metrics gives; a meter of its own by default. */
  readonly meter?: Meter;
  /** Without it the level of the log cannot be changed over HTTP. */
  readonly logLevel?: LogLevelControl;
  /** Without it there is nobody to be written to. */
  readonly contact?: Contact;
  /** What acknowledging, muting and testing of notices needs. */
  readonly notices?: GatewayNotices;
}
