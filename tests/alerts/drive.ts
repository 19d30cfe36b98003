import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { AlertRaised, AlertResolved } from '../../core/events/generated.ts';
import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { driveProcessor, type DrivenOutput } from '../../core/runtime/test-driver.ts';
import { analyzed, NEW_YEAR, progressed } from '../../core/testing/events.ts';
import { chatAlertsProcessor } from '../../processors/alerts/chat/chat-alerts.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { MINUTE } from './broadcast-kind.ts';
import type { MadeMessage } from './synthesise.ts';

export interface Told {
  readonly raised: readonly AlertRaised[];
  readonly resolved: readonly AlertResolved[];
}

/** What the analysis says of a message, where its label is not to be taken. */
export type Judge = (message: MadeMessage) => Pick<MadeMessage, 'negative' | 'profane'>;

/** Sends messages through the real processors of windows and alerts, second by second of their own time. */
export function driveAlerts(messages: readonly MadeMessage[], judge: Judge = (message) => message): Told {
  const windows = driveProcessor(windowsProcessor, { now: NEW_YEAR });
  const around = {
    rules: () => DEFAULT_ALERT_RULES,
    openOf: () => undefined,
    latestOf: () => undefined,
    caughtUp: () => Promise.resolve(),
    now: () => alerts.now,
    endOf: () => undefined,
    isHeard: () => true,
  };
  const alerts = driveProcessor(chatAlertsProcessor(around), { now: NEW_YEAR });
  const raised: AlertRaised[] = [];
  const resolved: AlertResolved[] = [];
  const note = (outputs: readonly DrivenOutput[]): void => {
    for (const { event } of outputs) {
      if (event.type === 'AlertRaised') raised.push(event.data);
      if (event.type === 'AlertResolved') resolved.push(event.data);
    }
  };
  const pass = (outputs: readonly DrivenOutput[]): void => {
    for (const { event } of outputs) note(alerts.feed(event));
  };
  let second = 0;
  let rawOffset = 0;
  const until = (ms: number): void => {
    for (; (second + 1) * 1000 <= ms; second += 1) {
      alerts.now = NEW_YEAR + (second + 1) * 1000;
      pass(windows.tick());
      note(alerts.tick());
    }
  };
  for (const message of messages) {
    until(message.at);
    alerts.now = NEW_YEAR + Math.floor(message.at);
    pass(windows.feed(said(message, judge(message), rawOffset)));
    rawOffset += 1;
  }
  const end = Math.ceil((messages.at(-1)?.at ?? 0) / MINUTE) * MINUTE;
  until(end);
  const data = progressed({ eventTime: NEW_YEAR + end, rawOffset, rawAppend: NEW_YEAR + end, final: true });
  pass(windows.feed({ type: 'SourceProgress', data }));
  return { raised, resolved };
}

function said(
  message: MadeMessage,
  { negative, profane }: Pick<MadeMessage, 'negative' | 'profane'>,
  rawOffset: number,
): ChatpulseEvent {
  const eventTime = NEW_YEAR + Math.floor(message.at);
  const author = { id: message.author, name: message.author, login: null, roles: [], identifiable: true };
  const data = analyzed({
    eventTime,
    rawOffset,
    rawAppend: eventTime,
    sentiment: negative ? 'negative' : 'neutral',
    profane,
    message: { messageId: `m${rawOffset}`, eventTime, author },
  });
  return { type: 'MessageAnalyzed', data };
}
