import { partsOfAlertId } from '../../core/alerts/alert-id.ts';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type {
  AlertDelivered,
  AlertDeliveryFailed,
  AlertRaised,
  AlertResolved,
  GapRecorded,
  WordsRanked,
} from '../../core/events/generated.ts';
import type { MetricPoint } from './port.ts';

/** Words of a closed minute that boards can add up; more would make a series of each rare word. */
const WORDS_OF_A_MINUTE = 20;
/** Longer ones are no words: links, or letters held down. */
const LONGEST_WORD = 40;
const LONGEST_REASON = 60;

/**
 * Points that only boards read, beside those of windows and hours. The times are those of the events, so that whatever
 * comes again writes the same points. Nothing for events that no board shows.
 *
 * - `chat_words`: tags `platform`, `channel`, `word`; field `count`; the time is the start of the minute. Without the
 *   broadcast: a series for each word of each broadcast would be more than InfluxDB can hold.
 * - `chat_gap`: tags `platform`, `channel`, `broadcast`, `reason`; fields `seconds`, `missed` (-1: not known); from its begin.
 * - `alert`: tags `rule`, `severity`, `channel`, `subject`, `state` = `raised`; fields `value`, `threshold`, `count`.
 * - `alert_resolved`: tags `rule`, `subject`; field `seconds` from the begin of the condition to its end.
 * - `alert_delivery`: tags `destination`, `notice`, `outcome` = `delivered` or `failed`, `rule`; fields `attempts` and
 *   `seconds` from the begin of the condition.
 */
export function boardPoints({ type, data }: ChatpulseEvent): readonly MetricPoint[] {
  switch (type) {
    case 'WordsRanked':
      return data.closed ? wordPoints(data) : [];
    case 'GapRecorded':
      return [gapPoint(data)];
    case 'AlertRaised':
      return [raisedPoint(data)];
    case 'AlertResolved':
      return [resolvedPoint(data)];
    case 'AlertDelivered':
      return [deliveryPoint(data, 'delivered')];
    case 'AlertDeliveryFailed':
      return [deliveryPoint(data, 'failed')];
    default:
      return [];
  }
}

function wordPoints({ channelId, start, words, stamp }: WordsRanked): MetricPoint[] {
  return words
    .filter(({ word }) => word.length <= LONGEST_WORD)
    .slice(0, WORDS_OF_A_MINUTE)
    .map(({ word, count }) => ({
      measurement: 'chat_words',
      tags: { platform: platformOf(channelId), channel: channelId, word },
      time: start,
      version: stamp,
      fields: { count },
    }));
}

function gapPoint({ channelId, broadcastId, from, to, reason, missed }: GapRecorded): MetricPoint {
  return {
    measurement: 'chat_gap',
    tags: {
      platform: platformOf(channelId),
      channel: channelId,
      broadcast: broadcastId,
      reason: kindOf(reason),
    },
    time: from,
    fields: { seconds: Math.max(0, to - from) / 1000, missed: missed ?? -1 },
  };
}

function raisedPoint(alert: AlertRaised): MetricPoint {
  const { rule, severity, channelId: channel, subject, value, threshold, count, at } = alert;
  return {
    measurement: 'alert',
    tags: { rule, severity, channel, subject, state: 'raised' },
    time: at,
    fields: { value, threshold, count },
  };
}

function resolvedPoint({ alertId, rule, subject, at }: AlertResolved): MetricPoint {
  return {
    measurement: 'alert_resolved',
    tags: { rule, subject },
    time: at,
    fields: { seconds: secondsSince(alertId, at) },
  };
}

function deliveryPoint(
  { alertId, destination, notice, attempts, at }: AlertDelivered | AlertDeliveryFailed,
  outcome: 'delivered' | 'failed',
): MetricPoint {
  return {
    measurement: 'alert_delivery',
    tags: { destination, notice, outcome, rule: partsOfAlertId(alertId)?.rule ?? '' },
    time: at,
    fields: { attempts, seconds: secondsSince(alertId, at) },
  };
}

/** From the begin of an alert's condition, which its id tells; 0 for a test, which has none. */
function secondsSince(alertId: string, at: number): number {
  return Math.max(0, at - (partsOfAlertId(alertId)?.startedAt ?? at)) / 1000;
}

/** `twitch` of `twitch-sample`, `naver-shopping` of `naver-shopping-123`. */
function platformOf(channelId: string): string {
  return channelId.startsWith('naver-shopping-') ? 'naver-shopping' : (channelId.split('-')[0] ?? '');
}

/** A reason without the numbers that make each one different, so that there are few. */
function kindOf(reason: string): string {
  return reason.replace(/\d+/g, '#').slice(0, LONGEST_REASON);
}
