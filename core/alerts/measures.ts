import type { AlertRuleName } from './rule.ts';

/**
 * What a rule measures, which is the unit of its thresholds:
 * - share-above-usual: share of messages (0 to 1) above what is usual in the broadcast
 * - times-usual: messages per ten seconds, as a multiple of what is usual in the broadcast
 * - seconds: of silence or of standing still
 * - share-of-responses: share (0 to 1) of the responses of the last five minutes
 * - captures, processes, records, payloads: how many
 */
export const ALERT_MEASURES = [
  'share-above-usual',
  'times-usual',
  'seconds',
  'share-of-responses',
  'captures',
  'processes',
  'records',
  'payloads',
] as const;
export type AlertMeasure = (typeof ALERT_MEASURES)[number];

export const MEASURE_OF_RULE: Readonly<Record<AlertRuleName, AlertMeasure>> = {
  'negative-surge': 'share-above-usual',
  'profanity-burst': 'share-above-usual',
  'chat-surge': 'times-usual',
  'chat-silence': 'seconds',
  'source-stalled': 'seconds',
  'source-failed': 'captures',
  'source-misunderstood': 'payloads',
  'log-away': 'processes',
  'store-away': 'processes',
  'process-silent': 'seconds',
  'processor-lag': 'records',
  'dead-letters': 'records',
  'slow-responses': 'share-of-responses',
  'error-rate': 'share-of-responses',
  'canary-lost': 'processes',
  'canary-slow': 'processes',
  'delivery-failing': 'processes',
};

/** Whether a measure is a share, so that no threshold above 1 is ever reached. */
export function isShare(measure: AlertMeasure): boolean {
  return measure === 'share-above-usual' || measure === 'share-of-responses';
}
