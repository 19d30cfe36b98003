import type { ChatMessage } from '../../../http/contract.ts';
import type { ConnectionState } from '../live/connection.ts';
import type { FeedView } from './chat-feed.ts';

/** What a line of chat shows of the broadcast that it came from. */
export interface ChatOrigin {
  readonly platform: string;
  readonly channelId: string;
  readonly channel: string;
  /** When the show began, ms since 1970. */
  readonly startedAt: number;
}

/** What the chat column shows: of one broadcast, or of several as one. */
export interface ChatView {
  readonly feed: FeedView;
  readonly connection: ConnectionState;
  /** By broadcast. */
  readonly origins: ReadonlyMap<string, ChatOrigin>;
  readonly perSecond: number;
  /** Nothing more will come. */
  readonly over: boolean;
  /** Why no show has been reached yet, empty where that is not told; null where one has been. */
  readonly unreached: string | null;
  readonly newest: ChatMessage | null;
}

/** The messages on screen as the reader moves in them. */
export interface ChatHistory {
  readonly following: boolean;
  follow(following: boolean): void;
  loadOlder(): Promise<void>;
}

export interface ChatSession {
  /** Lines of several broadcasts stand together: each says where it came from. */
  readonly merged: boolean;
  /** The messages on screen: those that fit the filter while there is one. */
  readonly feed: ChatHistory;
  readonly subscribe: (listener: () => void) => () => void;
  readonly getView: () => ChatView;
}
