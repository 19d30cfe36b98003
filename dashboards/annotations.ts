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
  /** The column with the tags. */
  readonly tags: string;
  /** The column with a number, which is no title; the one that is left is. */
  readonly number: string;
}

const MARKS: readonly Mark[] = [
  {
    name: 'Gaps',
    colour: '#8A8F98',
    source: CHAT,
    query: 'SELECT "seconds", "broadcast", "reason" FROM "chat_gap" WHERE $timeFilter',
    tags: 'broadcast',
    number: 'seconds',
  },
  {
    name: 'Alerts',
    colour: '#E5484D',
    source: CHAT,
    query: `SELECT "value", "rule", "severity" FROM "alert" WHERE $timeFilter AND "state" = 'raised'`,
    tags: 'severity',
    number: 'value',
  },
  {
    name: 'Deployments',
    colour: '#3E7BFA',
    source: HEALTH,
    query: 'SELECT "value", "version", "role" FROM "chatpulse_deploy_started" WHERE $timeFilter',
    tags: 'role',
    number: 'value',
  },
];

/** Marks on every chart of a board. */
export const ANNOTATIONS: readonly dashboard.AnnotationQueryBuilder[] = MARKS.map(
  ({ name, colour, source, query, tags, number }) =>
    new dashboard.AnnotationQueryBuilder()
      .name(name)
      .datasource(source)
      .enable(true)
      .iconColor(colour)
      .target(eventTarget(influxTarget('Anno', { source, query, format: 'table' }), { tags, number })),
);

/**
 * As Grafana's editor of InfluxQL annotations saves a target: without `fromAnnotations` its data source takes the query for
 * one of a panel. It makes the first column that is nothing else the title of a mark, so that the number is called its text,
 * which tooltips leave out where it is no words.
 */
function eventTarget(target: Builder<Dataquery>, of: Pick<Mark, 'tags' | 'number'>): Builder<Dataquery> {
  const columns = { fromAnnotations: true, textColumn: of.number, tagsColumn: of.tags };
  return { build: () => ({ ...target.build(), ...columns }) };
}
