import { CHAT, HEALTH, RULES_FOLDER } from './data-sources.ts';

/**
 * What the product cannot tell of itself: that it, its collector or its metric store is silent. All else is alerted by the product,
 * so that one cause gives one alert. In the format of Grafana's file provisioning.
 */
interface SilenceRule {
  readonly uid: string;
  readonly title: string;
  readonly summary: string;
  readonly hint: string;
  readonly datasource: string;
  readonly query: string;
  readonly forMinutes: number;
}

const RULES: readonly SilenceRule[] = [
  {
    uid: 'chatpulse-silent',
    title: 'Chatpulse is silent',
    summary: 'No process of Chatpulse has told of itself for two minutes.',
    hint: 'Are its processes running? Is CHATPULSE_STATSD right? See docs/operations.md.',
    datasource: HEALTH.uid ?? '',
    query: 'SELECT last("value") FROM "chatpulse_process_uptime" WHERE $timeFilter',
    forMinutes: 2,
  },
  {
    uid: 'chatpulse-collector-silent',
    title: 'The collector is silent',
    summary: 'Telegraf has written nothing of its machine for three minutes: boards show nothing new.',
    hint: 'Is Telegraf running, and can it reach InfluxDB?',
    datasource: HEALTH.uid ?? '',
    query: `SELECT last("usage_idle") FROM "cpu" WHERE "cpu" = 'cpu-total' AND $timeFilter`,
    forMinutes: 3,
  },
];

export interface AlertProvisioning {
  readonly apiVersion: 1;
  readonly groups: readonly {
    readonly orgId: 1;
    readonly name: string;
    readonly folder: string;
    readonly interval: string;
    readonly rules: readonly Record<string, unknown>[];
  }[];
}

export function grafanaAlerts(): AlertProvisioning {
  return {
    apiVersion: 1,
    groups: [
      {
        orgId: 1,
        name: 'silence',
        folder: RULES_FOLDER,
        interval: '30s',
        rules: RULES.map((rule) => ({
          uid: rule.uid,
          title: rule.title,
          condition: 'B',
          for: `${rule.forMinutes}m`,
          // Nothing at all is what the rule is about; a store that cannot be asked is as silent.
          noDataState: 'Alerting',
          execErrState: 'Alerting',
          labels: { product: 'chatpulse', severity: 'critical' },
          annotations: { summary: rule.summary, description: rule.hint },
          data: [
            {
              refId: 'A',
              relativeTimeRange: { from: 60, to: 0 },
              datasourceUid: rule.datasource,
              model: {
                refId: 'A',
                datasource: { type: CHAT.type, uid: rule.datasource },
                query: rule.query,
                rawQuery: true,
                resultFormat: 'time_series',
              },
            },
            {
              refId: 'B',
              datasourceUid: '__expr__',
              relativeTimeRange: { from: 60, to: 0 },
              model: {
                refId: 'B',
                type: 'classic_conditions',
                datasource: { type: '__expr__', uid: '__expr__' },
                conditions: [
                  {
                    type: 'query',
                    query: { params: ['A'] },
                    reducer: { type: 'count', params: [] },
                    evaluator: { type: 'lt', params: [1] },
                    operator: { type: 'and' },
                  },
                ],
              },
            },
          ],
        })),
      },
    ],
  };
}
