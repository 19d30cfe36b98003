import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

/** A query in InfluxQL as Grafana's InfluxDB data source takes it; the SDK has no type for it. */
export interface InfluxTarget extends Dataquery {
  readonly datasource: DataSourceRef;
  readonly refId: string;
  readonly query: string;
  readonly rawQuery: true;
  readonly resultFormat: 'time_series' | 'table';
  /** The name of a series: `$tag_part`, `$col`, or fixed words. */
  readonly alias?: string;
}

export interface InfluxQuery {
  readonly source: DataSourceRef;
  readonly query: string;
  readonly alias?: string;
  readonly format?: 'time_series' | 'table';
}

/** A target for a panel; `refId` names it inside the panel: A, B, C … */
export function influxTarget(
  refId: string,
  { source, query, alias, format }: InfluxQuery,
): Builder<Dataquery> {
  const target: InfluxTarget = {
    _implementsDataqueryVariant: () => undefined,
    datasource: source,
    refId,
    query: query.replace(/\s+/g, ' ').trim(),
    rawQuery: true,
    resultFormat: format ?? 'time_series',
    ...(alias === undefined ? {} : { alias }),
  };
  return { build: () => target };
}
