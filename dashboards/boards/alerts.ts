import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { makeBoard } from '../board.ts';
import { figure, rows, series } from '../panels.ts';
import { chatRows, chatSeries, chatTotals, gaugeMax, gaugeNow } from '../queries.ts';
import { ROLE_VARIABLES } from '../variables.ts';

const RAISED = `"state" = 'raised'`;
const ABUSE = `("rule" = 'negative-surge' OR "rule" = 'profanity-burst')`;

/** What fired, who was told, and how long it took. */
export function alertsBoard(): Dashboard {
  return makeBoard({
    name: 'alerts',
    title: 'Chatpulse: alerts',
    about: 'What fired, how often, whether it was delivered, and how long until it was over.',
    variables: ROLE_VARIABLES,
    from: 'now-7d',
    rows: [
      {
        title: 'Now',
        panels: [
          figure({
            title: 'Open',
            about: 'Alerts that are not resolved, by severity.',
            queries: [gaugeNow('alerts.open', { by: ['severity'], worst: 'max' })],
            now: true,
            limits: [1, 3],
          }),
          figure({
            title: 'Notices that wait',
            about: 'Not delivered yet, in the process that has the most.',
            queries: [gaugeNow('notices.pending', { alias: 'waiting', worst: 'max' })],
            now: true,
            limits: [1, 10],
          }),
          figure({
            title: 'Longest wait',
            about: 'For how long the oldest notice has not been delivered.',
            queries: [gaugeNow('notices.oldest', { alias: 'longest wait', worst: 'max' })],
            now: true,
            unit: 's',
            limits: [60, 600],
          }),
          figure({
            title: 'Fired',
            about: 'In the range.',
            queries: [chatSeries('count("value")', 'alert', { where: RAISED, alias: 'fired' })],
            reduce: 'sum',
          }),
          figure({
            title: 'Mean time to resolve',
            about: 'From the begin of the condition to its end.',
            queries: [
              {
                ...chatTotals('mean("seconds")', 'alert_resolved'),
                format: 'time_series',
                alias: 'mean',
              },
            ],
            unit: 's',
          }),
          figure({
            title: 'Failed deliveries',
            about: 'Attempts that a destination refused.',
            queries: [
              chatSeries('count("attempts")', 'alert_delivery', {
                where: `"outcome" = 'failed'`,
                alias: 'failed',
              }),
            ],
            reduce: 'sum',
            limits: [1, 5],
          }),
        ],
      },
      {
        title: 'What fired',
        panels: [
          series({
            title: 'Fired by rule',
            about: 'How often each rule has fired.',
            queries: [chatSeries('count("value")', 'alert', { where: RAISED, by: ['rule'] })],
            style: 'bars',
            stacked: true,
            min: 0,
          }),
          series({
            title: 'Negative and abuse warnings by channel',
            about: 'Surges of negative messages and bursts of profanity.',
            queries: [
              chatSeries('count("value")', 'alert', { where: `${RAISED} AND ${ABUSE}`, by: ['channel'] }),
            ],
            style: 'bars',
            stacked: true,
            min: 0,
          }),
          rows({
            title: 'By rule',
            about: 'How often, and how long on average until it was over.',
            queries: [
              chatTotals('count("seconds") AS "times", mean("seconds") AS "mean"', 'alert_resolved', {
                by: ['rule'],
              }),
            ],
            columns: { rule: 'Rule', times: 'Resolved', mean: 'Mean time, s' },
            hidden: ['Time'],
            sortBy: 'times',
          }),
          rows({
            title: 'The latest',
            about: 'What was measured against what is allowed.',
            queries: [
              chatRows('"rule", "severity", "channel", "subject", "value", "threshold", "count"', 'alert', {
                limit: 100,
              }),
            ],
            columns: {
              rule: 'Rule',
              severity: 'Severity',
              channel: 'Channel',
              subject: 'About',
              value: 'Value',
              threshold: 'Limit',
              count: 'Of',
            },
          }),
        ],
      },
      {
        title: 'Delivery',
        panels: [
          series({
            title: 'Notices by destination and outcome',
            about: 'What each destination has taken and refused.',
            queries: [chatSeries('count("attempts")', 'alert_delivery', { by: ['destination', 'outcome'] })],
            style: 'bars',
            stacked: true,
            min: 0,
          }),
          series({
            title: 'From alert to notice',
            about: 'Seconds until a destination had it, the slowest of the interval.',
            queries: [
              chatSeries('max("seconds")', 'alert_delivery', {
                where: `"outcome" = 'delivered'`,
                by: ['destination'],
                fill: 'null',
              }),
            ],
            unit: 's',
            min: 0,
          }),
          series({
            title: 'Notices that wait',
            about: 'Owed and not delivered, by process: a destination is away, or a process does not get on.',
            queries: [gaugeMax('notices.pending', { by: ['process'] })],
            stacked: true,
            min: 0,
          }),
          series({
            title: 'Longest wait',
            about: 'For how long the oldest notice has been owed.',
            queries: [gaugeMax('notices.oldest', { by: ['process'] })],
            unit: 's',
            min: 0,
          }),
        ],
      },
    ],
  });
}
