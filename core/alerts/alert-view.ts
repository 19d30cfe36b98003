/** How one notice of an alert fared at one destination. Times are ms since 1970. */
export interface AlertDelivery {
  /** raised, resolved, reminder or test. */
  readonly notice: string;
  /** The name of the destination, without its secrets. */
  readonly destination: string;
  readonly idempotencyKey: string;
  /** trying: it has failed and will be tried again. failed: given up for this destination. */
  readonly outcome: 'delivered' | 'trying' | 'failed';
  readonly attempts: number;
  /** What the destination said, where it refused. */
  readonly reason: string | null;
  /** It was taken, and said already that the alert was over. */
  readonly over?: boolean;
  readonly at: number;
}

/** Notices were withheld, or are no longer. Times are ms since 1970. */
export interface AlertMute {
  /** Until when; a time before `at` ended a mute. */
  readonly until: number;
  readonly by: string;
  readonly at: number;
}

/** One alert, as its events tell. Times are ms since 1970. */
export interface AlertView {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  /** A broadcast, or an element of the pipeline (`kind:name`). */
  readonly subject: string;
  /** Empty for an element of the pipeline. */
  readonly channelId: string;
  readonly broadcastId: string;
  /** In the unit of the rule. */
  readonly value: number;
  readonly threshold: number;
  /** What is usual for the subject; null where the rule knows none. */
  readonly baseline: number | null;
  /** Of how many messages or records the value is. */
  readonly count: number;
  /** Some of the messages, masked. */
  readonly samples: readonly string[];
  readonly detail: string | null;
  /** When the condition began, and when it was found. */
  readonly startedAt: number;
  readonly raisedAt: number;
  /**
   * When the log took it. Long after `startedAt` for what is told of the past: a recording, or a log that is read again.
   */
  readonly appendedAt: number;
  readonly resolvedAt: number | null;
  /** recovered, ended or expired. */
  readonly resolution: string | null;
  /** Somebody looks after it: no further notice is sent. */
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  /** Notices of its rule about its subject are withheld until then; null where they are not. */
  readonly mutedUntil: number | null;
  /** Each time that its notices were withheld or no longer, oldest first; only the latest where they are many. */
  readonly mutes: readonly AlertMute[];
  /** The latest of each notice and destination, in order of their first attempt. */
  readonly deliveries: readonly AlertDelivery[];
}

/** What all alerts are, from `alert.events` alone. */
export interface AlertsState {
  /** By id, in the order in which they were raised: all open ones, and the latest that are resolved. */
  readonly alerts: ReadonlyMap<string, AlertView>;
  /** Until when notices are withheld, by `subjectKey`; ms since 1970. */
  readonly mutes: ReadonlyMap<string, number>;
  /** When that was decided last, by `subjectKey`: events of several alerts about one subject come in any order. */
  readonly mutedAt: ReadonlyMap<string, number>;
  /** Ids of what is open, by `subjectKey`. */
  readonly open: ReadonlyMap<string, string>;
  /** The latest of each test notice and destination, in order of their first attempt: they belong to no alert. */
  readonly tests: readonly AlertDelivery[];
}

/** The key of a rule about a subject: at most one alert of it is open. */
export function subjectKey(rule: string, subject: string): string {
  return `${rule}\n${subject}`;
}

/** An alert that is told of so long after it began is history, not news: of a recording, or of a log read late. */
const NEWS_MS = 10 * 60_000;

/** Whether somebody should be told: it happened now, by the clock of the log. */
export function isNews(alert: Pick<AlertView, 'raisedAt' | 'appendedAt'>): boolean {
  return alert.appendedAt - alert.raisedAt <= NEWS_MS;
}

/** Whether notices of a rule about a subject are withheld at a time (ms since 1970). */
export function isMuted(state: AlertsState, of: Pick<AlertView, 'rule' | 'subject'>, now: number): boolean {
  return (state.mutes.get(subjectKey(of.rule, of.subject)) ?? 0) > now;
}
