/**
 * The Notifier port: takes one notice to one destination (a Slack channel, a list of mailboxes).
 *
 * To the author of the next adapter. The contract suite beside this file (`contract.ts`) is the reference; in short:
 * - `deliver` resolves once the destination has taken responsibility for the notice, not before. It tries once: retries,
 *   their pauses and the fall-back are the business of the lanes (`lane.ts`), which try the same notice again under the
 *   same key.
 * - It rejects with a DeliveryError and never hangs: when the signal aborts it ends what is under way and rejects.
 * - The key goes along in whatever way the destination can tell a repeat by (a mail's Message-ID, for one).
 * - Nothing that is secret (addresses of webhooks, passwords) may stand in what it answers, throws or logs.
 * - Texts of alerts come from strangers: they are escaped for the destination, and can neither mention nor link.
 */
import type { AlertView } from '../../core/alerts/alert-view.ts';

export const NOTICE_LANGUAGES = ['ko', 'en'] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];

/** What a notice says of an alert: it began, it is over, it is still open and nobody looks after it, or it is a test. */
export type NoticeKind = 'raised' | 'resolved' | 'reminder' | 'test';

/** Where the reader can go from a notice; undefined where the server does not know its public address. */
export interface NoticeLinks {
  /** The page of the broadcast, or of the pipeline's state. */
  readonly details?: string;
  readonly acknowledge?: string;
  readonly mute?: string;
}

/** One alert in a notice. */
export interface NoticeItem {
  readonly kind: NoticeKind;
  readonly alert: AlertView;
  readonly links: NoticeLinks;
}

/** A notice names so many alerts; more are counted only, and nobody was told of them. */
export const MOST_ITEMS = 20;

/** What is delivered: one alert, or several that came at once. */
export interface Notice {
  /** The same for every attempt of one notice to one destination: 32 hexadecimal digits. */
  readonly key: string;
  /** At least one. */
  readonly items: readonly NoticeItem[];
}

/** What a destination said when it took a notice. */
export interface Acceptance {
  /** For the delivery log, without secrets. */
  readonly detail: string;
}

/** One destination; see the head of this file for what an adapter owes. */
export interface Notifier {
  /** The name of the destination as routes and the delivery log have it; no secrets. */
  readonly name: string;
  /** @throws DeliveryError */
  deliver(notice: Notice, signal: AbortSignal): Promise<Acceptance>;
  /** Ends what is under way. */
  close(): Promise<void>;
}
