import type { Broadcast, ChatMessage, Words } from '../../../http/contract.ts';
import type { NoticeAlert } from '../../../http/notice-shapes.ts';
import type { ChatView } from './chat-session.ts';
import type { WindowReader } from './window-series.ts';

/** All that the broadcast page shows. A new object at most once per frame; parts that did not change keep their identity. */
export interface SessionView extends ChatView {
  readonly source: Broadcast | null;
  readonly words: Words | null;
  readonly windows: WindowReader;
  /** Since when the connection has not been open, ms by this machine's clock; null while it is. */
  readonly serverLostAt: number | null;
  /** Since when the source has been away; null while it is there. */
  readonly sourceLostAt: number | null;
  readonly paid: readonly ChatMessage[];
  /** False where archive or metric store could not be read. */
  readonly history: boolean;
  readonly ended: { readonly at: number; readonly reason: string | null } | null;
  /** Alerts about this broadcast, in the order in which they were raised. */
  readonly alerts: readonly NoticeAlert[];
  /** There is no such broadcast. */
  readonly missing: boolean;
}
