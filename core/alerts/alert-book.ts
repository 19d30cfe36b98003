import type { ChatpulseEvent, EventName } from '../events/codec.ts';
import type { AlertRulesChanged, EventTypes } from '../events/generated.ts';
import { startTopicBook, type TopicBook, type TopicBookOptions } from '../runtime/topic-book.ts';
import { isMuted, subjectKey, type AlertsState, type AlertView } from './alert-view.ts';
import { noAlerts, reduceAlerts } from './reduce.ts';
import { applyAlertRulesChange, DEFAULT_RULE_SET, type AlertRuleSet } from './rule-set.ts';

/** The key of changes of rules in `alert.events`: all in one partition, in one order. */
const RULES_KEY = 'rules';

/** Events about one alert. */
type AlertEventName = Extract<EventName, `Alert${string}`> & Exclude<EventName, 'AlertRulesChanged'>;

export interface AlertBookOptions extends Omit<TopicBookOptions, 'topic' | 'take'> {
  /** Called after each event that was taken, in order per alert. */
  readonly onEvent?: (event: ChatpulseEvent, appendTime: number) => void;
}

/** All alerts and the rules of alerts: `alert.events` from its start. */
export interface AlertBook extends Pick<TopicBook, 'caughtUp' | 'caughtUpAtLast' | 'problem' | 'close'> {
  /** Changed in place as events come. */
  readonly state: AlertsState;
  /** The same object until the rules change. */
  readonly rules: AlertRuleSet;
  /** What is open of a rule about a subject. */
  openOf(rule: string, subject: string): AlertView | undefined;
  /** Whether notices of a rule about a subject are withheld at a time (ms since 1970). */
  isMuted(of: Pick<AlertView, 'rule' | 'subject'>, now: number): boolean;
  /** Appends an event about an alert and resolves when this book has taken it. */
  record<N extends AlertEventName>(type: N, data: EventTypes[N]): Promise<void>;
  /** Appends a change of rules and resolves when this book has taken it, or dropped it for one that came before. */
  recordRules(change: AlertRulesChanged): Promise<void>;
}

export async function startAlertBook({ onEvent, ...options }: AlertBookOptions): Promise<AlertBook> {
  const state = noAlerts();
  let rules = DEFAULT_RULE_SET;
  const book = await startTopicBook({
    ...options,
    topic: 'alert.events',
    take: (event, appendTime) => {
      if (event.type === 'AlertRulesChanged') rules = applyAlertRulesChange(rules, event.data);
      else reduceAlerts(state, event, appendTime);
      onEvent?.(event, appendTime);
    },
  });
  return {
    state,
    get rules() {
      return rules;
    },
    openOf: (rule, subject) => state.alerts.get(state.open.get(subjectKey(rule, subject)) ?? ''),
    isMuted: (of, now) => isMuted(state, of, now),
    record: (type, data) => book.record(data.alertId, { type, data } as ChatpulseEvent),
    recordRules: (data) => book.record(RULES_KEY, { type: 'AlertRulesChanged', data }),
    caughtUp: book.caughtUp,
    caughtUpAtLast: book.caughtUpAtLast,
    problem: book.problem,
    close: book.close,
  };
}
