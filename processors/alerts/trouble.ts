import type { AlertRuleName } from '../../core/alerts/rule.ts';
import type { Observation } from './condition.ts';

/** Something about an element of the pipeline, or about a capture, that a rule watches, as it is at a moment. */
export interface Trouble extends Observation {
  readonly rule: AlertRuleName;
  /** A broadcast, or an element of the pipeline. */
  readonly subject: string;
  /** In the unit of the rule. */
  readonly value: number;
  readonly count?: number;
  readonly detail?: string | null;
  /** Of a capture only. */
  readonly channelId?: string;
  readonly broadcastId?: string;
}
