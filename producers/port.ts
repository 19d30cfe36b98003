import type { NamedEmotes } from './emotes/named-emotes.ts';
import type { Clock } from '../core/clock.ts';
import type { Author, Emote, Paid, Reply } from '../core/events/generated.ts';

/**
 * The ChatSource port: the capture of one channel of one platform.
 *
 * To the author of the next source. The contract suite beside this file (`contract.ts`) is the reference; in short:
 * - `open` is one session: it connects once and its iterator ends when the connection is lost, the show is over or the
 *   signal is aborted. It never rejects for a reason of the platform: that is an `ended` event. The supervisor
 *   reconnects, with back-off; a source never does.
 * - Batches and the events in them are in the order of the platform. A batch is never empty.
 * - Nothing a platform sends may throw: what cannot be understood is an `unparsed` event with its bytes.
 * - Whatever proves that the connection lives (a PONG, an empty poll) is at least an `activity` event. The supervisor
 *   takes a connection that shows none for `keepAliveMs` for stalled and aborts the session.
 * - After an abort no timer, socket or file of the session is left.
 * - Only hosts from the source's own settings are contacted, never one that a user names.
 */
export interface ChatSource {
  readonly platform: string;
  readonly capabilities: SourceCapabilities;
  open(options: OpenOptions): AsyncIterable<readonly SourceEvent[]>;
  /**
   * For sources that know beforehand which broadcasts they will deliver (recordings).
   * @throws ChatpulseError CHATPULSE_RECORDING_UNKNOWN, CHATPULSE_RECORDING_UNUSABLE
   */
  plan?(options: PlanOptions): Promise<readonly PlannedBroadcast[]>;
}

/** How a session of a channel begins. */
export interface OpenOptions {
  /** The channel on the platform, in canonical form. */
  readonly channel: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Speed of a recording: `1`, a factor, or `max`. Live sources ignore it. */
  readonly speed: string;
  /** Where to go on: the last `cursor` whose events were all accepted; null for the beginning. */
  readonly cursor: string | null;
}

/** Which recording to plan, and for which watch. */
export interface PlanOptions {
  readonly channel: string;
  /** The broadcast that the watch was given when it was asked for. */
  readonly broadcastId: string;
}

/** A broadcast of a recording. */
export interface PlannedBroadcast {
  readonly broadcastId: string;
  /** The channel inside the recording, as its events name it. */
  readonly channel: string;
}

/** What a source can tell, shown to users and used by the supervisor. */
export interface SourceCapabilities {
  /** Tells which messages the platform removed. */
  readonly removals: boolean;
  readonly paid: boolean;
  /** Delivers messages from before the connection. */
  readonly backlog: boolean;
  readonly emotes: boolean;
  /** Tells how many watch the show; left out where it does not. */
  readonly viewerCount?: boolean;
  /** `recorded`: event times come from a recording alone and are the same in every run. */
  readonly clock: 'live' | 'recorded';
  /** The longest time (ms) that a healthy connection shows no sign of life; null where there is no connection. */
  readonly keepAliveMs: number | null;
  /** Goes on at a cursor, so that a restart leaves no gap, and may be read as slowly as one likes. */
  readonly resumable: boolean;
  /** So long a silence (ms) ends the broadcast, where the platform does not tell the end; null where it does. */
  readonly silenceEndsMs: number | null;
  /**
   * The platform gives messages neither an id nor a time: what two connections receive at the same time cannot be told
   * to be one, and counts twice. Such a channel must have one capturer only.
   */
  readonly overlapDoubles?: boolean;
}

/** A message as the source understood it. Times are ms since 1970. */
export interface SourceMessage {
  /** The platform's id, or one made only of fields that a removal carries too. */
  readonly messageId: string;
  /** The platform's own time; null where it gives none. */
  readonly sentAt: number | null;
  /** Whoever cannot be told from others has an empty id and is not identifiable: nothing is counted for or against a name. */
  readonly author: Author;
  readonly text: string;
  readonly emotes: readonly Emote[];
  /** text, action, paid, sticker, membership, notice. */
  readonly kind: string;
  readonly paid: Paid | null;
  readonly reply: Reply | null;
  readonly originId: string | null;
}

/** How a session ended: reconnect, the show is over, or the platform refuses for good. */
export type EndOutcome = 'lost' | 'over' | 'refused';

/** `channel` is set by recordings of several channels only: it says which planned broadcast the event belongs to. */
export type SourceEvent =
  | { readonly type: 'connected' }
  | {
      readonly type: 'message';
      readonly message: SourceMessage;
      readonly channel?: string;
      /** Recordings only: the time of the line, its own or inferred, ms since 1970. */
      readonly time?: number;
    }
  | {
      readonly type: 'removed';
      readonly messageId: string;
      readonly by: string | null;
      readonly sentAt: number | null;
      readonly channel?: string;
    }
  | {
      readonly type: 'sanctioned';
      readonly authorId: string;
      readonly authorName: string | null;
      /** Null: permanent. */
      readonly durationSeconds: number | null;
      readonly sentAt: number | null;
      readonly channel?: string;
    }
  | { readonly type: 'cleared'; readonly sentAt: number | null; readonly channel?: string }
  | { readonly type: 'activity' }
  /**
   * Everything up to `cursor` has been delivered; by itself no sign of life. With a `time` (recordings only, ms since 1970): no event of any
   * channel will have an earlier one.
   */
  | { readonly type: 'progress'; readonly cursor: string | null; readonly time: number | null }
  /** Something may have been said between these times (ms since 1970) that the platform does not give any more. */
  | { readonly type: 'missed'; readonly from: number; readonly to: number; readonly reason: string }
  /** So many watch the show now, as the platform tells. A sign of the platform's, not of the chat's life. */
  | { readonly type: 'viewers'; readonly count: number }
  /** What the source waits for, in words for the operator. */
  | { readonly type: 'waiting'; readonly reason: string }
  | {
      readonly type: 'unparsed';
      readonly payload: Uint8Array;
      readonly reason: string;
      readonly position?: string;
    }
  | {
      readonly type: 'show';
      readonly platformBroadcastId: string | null;
      readonly title: string | null;
      /** It is of the past: its times come from the platform alone, as those of a recording. Said before its messages. */
      readonly recorded?: boolean;
    }
  /** The channel has no show on: the last one is over, another may follow, and the session waits for it. */
  | { readonly type: 'off-air'; readonly reason: string }
  | { readonly type: 'ended'; readonly outcome: EndOutcome; readonly reason: string };

/** An address that was recognised. */
export interface RecognisedChannel {
  readonly platform: string;
  /** The channel on the platform, in canonical form. */
  readonly channel: string;
  readonly url: string;
}

/** Settings of all sources: hosts and folders. */
export interface SourceSettings {
  readonly dataDir: string;
  /** `CHATPULSE_TWITCH_CHAT_URL`; the platform's own when undefined. */
  readonly twitchChatUrl?: string;
  /** `CHATPULSE_NAVER_SHOPPING_URL`; the platform's own when undefined. */
  readonly naverShoppingUrl?: string;
  /** `CHATPULSE_YOUTUBE_URL`; the platform's own when undefined. */
  readonly youtubeUrl?: string;
  /** `CHATPULSE_CHZZK_API_URL`, `_COMM_URL` (access tokens) and `_CHAT_URL`; the platform's own when undefined. */
  readonly chzzkApiUrl?: string;
  readonly chzzkCommUrl?: string;
  readonly chzzkChatUrl?: string;
  /**
   * `CHATPULSE_SOOP_API_URL`, which also answers how many watch, and `_CHAT_URL`; the platform's own, and the server that
   * it names, when undefined.
   */
  readonly soopApiUrl?: string;
  readonly soopChatUrl?: string;
  /** What the product calls itself to platforms. */
  readonly userAgent?: string;
  /** Emotes that are known by name, beside those that the platforms name. */
  readonly namedEmotes?: NamedEmotes;
  /** Recordings outside the recordings folder, by name: for the command line alone. */
  readonly extraRecordings?: ReadonlyMap<string, string>;
}

/** How a platform is registered. */
export interface PlatformRegistration {
  readonly platform: string;
  /** Addresses as examples for help texts. */
  readonly forms: readonly string[];
  /**
   * The channel of an address; undefined where the address is not of this platform.
   * @throws ChatpulseError CHATPULSE_URL_UNKNOWN where it is of this platform but names no channel
   */
  recognise(address: Address): RecognisedChannel | undefined;
  create(settings: SourceSettings): ChatSource;
}

/** What a user typed, taken apart once for all platforms. */
export interface Address {
  /** As typed, without white space around it. */
  readonly text: string;
  /** Set for http and https addresses, with or without the scheme typed. */
  readonly web: WebAddress | undefined;
  /** Set for `scheme:rest` where the scheme is not http or https. */
  readonly named: { readonly scheme: string; readonly rest: string } | undefined;
}

export interface WebAddress {
  /** Lower case, in ASCII. */
  readonly host: string;
  /** Decoded parts of the path, without empty ones. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}
