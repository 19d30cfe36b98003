/**
 * The MetricStore port: final figures over time.
 *
 * To the author of the next adapter. `contract.ts` beside this file is the reference; in short:
 * - The identity of a point is measurement + tags + time; writing it again replaces its fields, unless both carry a
 *   `version` and the stored one is higher. Points of a measurement carry the same fields each time.
 * - When `write` resolves, the points are durable. A store that can keep the position in the same transaction does so.
 * - Times are ms since 1970; fields are finite numbers.
 */
export interface MetricPoint {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly time: number;
  readonly fields: Readonly<Record<string, number>>;
  /** Which of two writings of the same point is the newer one, whatever order they come in. Not answered by queries. */
  readonly version?: number;
}

/** Points made from one partition of a topic, and how far that partition was read. */
export interface MetricBatch {
  readonly topic: string;
  readonly partition: number;
  readonly points: readonly MetricPoint[];
  /** The offset after the last record read. */
  readonly nextOffset: number;
}

export interface MetricPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

export interface MetricQuery {
  readonly measurement: string;
  /** Tags that a point must carry with these values. */
  readonly tags: Readonly<Record<string, string>>;
  /** `from` inclusive, `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
  /** At most so many points, the newest; default 10,000. */
  readonly limit?: number;
}

export interface MetricStore {
  write(batch: MetricBatch): Promise<void>;
  /** Positions kept with the points; empty for a store that keeps none. */
  positions(): Promise<readonly MetricPosition[]>;
  /** Ascending by time. */
  query(query: MetricQuery): Promise<readonly MetricPoint[]>;
  close(): Promise<void>;
}

/** What an adapter does not do, with the reason that the skipped test shows. */
export interface MetricFeatures {
  readonly keepsPositions: true | string;
  readonly durable: true | string;
  /** Of two writings of a point the one with the higher `version` stays; without it, the later one does. */
  readonly comparesVersions: true | string;
  /** A point that is written again loses the fields that it no longer has; default true. */
  readonly replacesFields?: true | string;
}
