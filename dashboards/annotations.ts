import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
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

/** Marks on every chart of a board. */
export const ANNOTATIONS: readonly dashboard.AnnotationQueryBuilder[] = MARKS.map(
  ({ name, colour, source, query, text, tags }) =>
    new dashboard.AnnotationQueryBuilder()
      .name(name)
      .datasource(source)
      .enable(true)
      .iconColor(colour)
      .target(eventTarget(influxTarget('Anno', { source, query, format: 'table' }), { text, tags })),
);

/**
 * As Grafana's editor of InfluxQL annotations saves a target: without `fromAnnotations` its data source takes the query for
 * one of a panel, and the first column of text for that of the mark.
 */
function eventTarget(target: Builder<Dataquery>, of: Pick<Mark, 'text' | 'tags'>): Builder<Dataquery> {
  const columns = { fromAnnotations: true, textColumn: of.text, tagsColumn: of.tags };
  return { build: () => ({ ...target.build(), ...columns }) };
}
