import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

/** Fixed uids, which compose/grafana/datasources provisions. */
export const CHAT: DataSourceRef = { type: 'influxdb', uid: 'chatpulse' };
export const HEALTH: DataSourceRef = { type: 'influxdb', uid: 'chatpulse-health' };

/** The folder of all boards in Grafana. */
export const FOLDER = { title: 'Chatpulse', uid: 'chatpulse' } as const;

/** Not that of the boards: Grafana finds the folder of rules by its title, and refuses boards where that is taken by then. */
export const RULES_FOLDER = 'Chatpulse alert rules';

/** Fixed uids of the boards: the product links to them. */
export const BOARDS = {
  application: 'chatpulse-application',
  processors: 'chatpulse-processors',
  infrastructure: 'chatpulse-infrastructure',
  pipeline: 'chatpulse-pipeline',
  alerts: 'chatpulse-alerts',
} as const;
export type BoardName = keyof typeof BOARDS;
