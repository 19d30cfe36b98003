import type { AlertRule, AlertRules } from './rule.ts';

/*
 * What each rule measures, which is also the unit of its thresholds:
 * - negative-surge: share of negative messages above what is usual in the broadcast (0.15: 15 points)
 * - profanity-burst: share of profane messages above what is usual in the broadcast (0.15: 15 points)
 * - chat-surge: messages per ten seconds, as a multiple of what is usual in the broadcast
 * - chat-silence: seconds without a message in a broadcast that has at least minimumCount messages a minute
 * - source-stalled: seconds without a sign of life, or without a connection, of a capture
 * - source-failed: captures that ended by an error
 * - source-misunderstood: payloads that a capture did not understand when it began to misunderstand many
 * - log-away: processes that cannot reach the log
 * - store-away: processes that cannot reach a store
 * - process-silent: seconds without a report of a process that has not said farewell
 * - processor-lag: records that a part has not yet read, over all processes
 * - dead-letters: records set aside by a part in the last five minutes
 * - slow-responses: share of responses slower than five seconds in the last five minutes
 * - error-rate: share of responses with a status of 500 or more in the last five minutes
 * - canary-lost: processes that miss canary messages
 * - canary-slow: processes whose canary messages are late
 * - delivery-failing: processes whose notices cannot be delivered
 */

const SECOND = 1_000;
const MINUTE = 60_000;

const common: AlertRule = {
  enabled: true,
  severity: 'warning',
  threshold: 1,
  resolveThreshold: 1,
  minimumCount: 0,
  forMs: 0,
  resolveMs: 30 * SECOND,
  coolDownMs: 5 * MINUTE,
  channels: [],
  exceptChannels: [],
};

/**
 * Those of chat were chosen on synthesised broadcasts (`npm run bench:alerts`), and tried on others. Those of the pipeline
 * name what is wrong within 15 s, with reports of health every few seconds.
 */
export const DEFAULT_ALERT_RULES: AlertRules = {
  'negative-surge': {
    ...common,
    severity: 'critical',
    threshold: 0.15,
    resolveThreshold: 0.08,
    minimumCount: 6,
    resolveMs: 40 * SECOND,
    coolDownMs: MINUTE,
  },
  'profanity-burst': {
    ...common,
    threshold: 0.15,
    resolveThreshold: 0.08,
    minimumCount: 6,
    // So that a surge of negative messages that is full of profanity is told as the one thing that it is.
    forMs: 10 * SECOND,
    resolveMs: MINUTE,
  },
  'chat-surge': {
    ...common,
    severity: 'info',
    threshold: 5,
    resolveThreshold: 2.5,
    minimumCount: 50,
    forMs: 10 * SECOND,
    resolveMs: MINUTE,
  },
  'chat-silence': { ...common, threshold: 180, resolveThreshold: 180, minimumCount: 10, resolveMs: 0 },
  'source-stalled': { ...common, threshold: 30, resolveThreshold: 30, resolveMs: 0, coolDownMs: MINUTE },
  'source-failed': { ...common, severity: 'critical', resolveMs: 0, coolDownMs: 0 },
  'source-misunderstood': { ...common, threshold: 10, resolveMs: 0, coolDownMs: MINUTE },
  'log-away': { ...common, severity: 'critical', forMs: 5 * SECOND, resolveMs: 10 * SECOND, coolDownMs: 0 },
  'store-away': { ...common, severity: 'critical', forMs: 5 * SECOND, resolveMs: 10 * SECOND, coolDownMs: 0 },
  'process-silent': { ...common, severity: 'critical', threshold: 12, resolveMs: 0, coolDownMs: 0 },
  'processor-lag': { ...common, threshold: 10_000, resolveThreshold: 1_000, forMs: 30 * SECOND },
  'dead-letters': { ...common, resolveMs: MINUTE },
  'slow-responses': {
    ...common,
    threshold: 0.05,
    resolveThreshold: 0.02,
    minimumCount: 20,
    // Answers fail before it is known that the store is away which they wait for.
    forMs: 10 * SECOND,
    resolveMs: MINUTE,
  },
  'error-rate': {
    ...common,
    threshold: 0.05,
    resolveThreshold: 0.02,
    minimumCount: 20,
    forMs: 10 * SECOND,
    resolveMs: MINUTE,
  },
  'canary-lost': { ...common, severity: 'critical', resolveMs: MINUTE },
  'canary-slow': { ...common, forMs: MINUTE, resolveMs: MINUTE },
  // A destination that fails once is tried again within seconds.
  'delivery-failing': { ...common, severity: 'critical', forMs: 10 * SECOND, resolveMs: MINUTE },
};
