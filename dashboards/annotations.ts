import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { CHAT, HEALTH } from './data-sources.ts';
import { influxTarget } from './influx-query.ts';

interface Mark {
  readonly name: string;
  readonly colour: string;
  readonly source: DataSourceRef;
  readonly query: string;
  /** The columns that hold the text and the tags. */
  readonly text: string;
  readonly tags: string;
}

const MARKS: readonly Mark[] = [
  {
    name: 'Gaps',
    colour: '#8A8F98',
    source: CHAT,
    query: 'SELECT "seconds", "broadcast", "reason" FROM "chat_gap" WHERE $timeFilter',
    text: 'reason',
    tags: 'broadcast',
  },
  {
    name: 'Alerts',
    colour: '#E5484D',
    source: CHAT,
    query: `SELECT "value", "rule", "severity" FROM "alert" WHERE $timeFilter AND "state" = 'raised'`,
    text: 'rule',
    tags: 'severity',
  },
  {
    name: 'Deployments',
    colour: '#3E7BFA',
    source: HEALTH,
    query: 'SELECT "value", "version", "role" FROM "chatpulse_deploy_started" WHERE $timeFilter',
    text: 'version',
    tags: 'role',
  },
];

/** Marks on every chart of a board. Names of columns are as the InfluxDB data source wants them. */
export const ANNOTATIONS: readonly dashboard.AnnotationQueryBuilder[] = MARKS.map(
  ({ name, colour, source, query, text, tags }) =>
    new (class extends dashboard.AnnotationQueryBuilder {
      override build(): dashboard.AnnotationQuery {
        const columns = { query, textColumn: text, tagsColumn: tags };
        return { ...super.build(), ...columns };
      }
    })()
      .name(name)
      .datasource(source)
      .enable(true)
      .iconColor(colour)
      .target(influxTarget('Anno', { source, query, format: 'table' })),
);
