import type { AlertView } from '../../core/alerts/alert-view.ts';
import type { AlertRules } from '../../core/alerts/rule.ts';

/** An alert as far as a detector asks for it. */
export type KnownAlert = Pick<AlertView, 'id' | 'startedAt' | 'raisedAt' | 'resolvedAt'>;

/** What the detectors ask of the rest of the log. Everything is known by reading; nothing waits. */
export interface AlertSurroundings {
  /** The rules as they hold now. */
  rules(): AlertRules;
  /** What is open in the log of a rule about a subject. */
  openOf(rule: string, subject: string): KnownAlert | undefined;
  /** The latest alert of a rule about a subject, open or resolved. */
  latestOf(rule: string, subject: string): KnownAlert | undefined;
  /** The log's clock, ms since 1970. */
  now(): number;
  /** When a broadcast ended (ms since 1970); undefined while it goes on or is unknown. */
  endOf(broadcastId: string): number | undefined;
  /** Whether what a broadcast's viewers write would come here now: it is connected, and no part is away or behind. */
  isHeard(broadcastId: string): boolean;
}
