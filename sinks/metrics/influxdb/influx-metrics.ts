import type { IPoint } from 'influx';
import { systemClock, type Clock } from '../../../core/clock.ts';
import { HOUR_MEASUREMENT } from '../hours.ts';
import { canonicalTags } from '../identity.ts';
import type { MetricPoint, MetricStore } from '../port.ts';
import { parseInfluxUrl } from './address.ts';
import { createInfluxClient, type InfluxClient } from './client.ts';
import { isBeyondRetention, isMissing, toMetricsError } from './errors.ts';
import { checkFields } from './field-types.ts';
import { queryPoints } from './queries.ts';
import { ensureDatabase, HOURS, MINUTES, PAST } from './retention-policies.ts';
import { encodeTag } from './tag-text.ts';

const DAY = 24 * 60 * 60_000;
/** Points of one request. */
const CHUNK = 5000;

export interface InfluxMetricsOptions {
  /** `influxdb://user:password@host:8086/database`, with `?tls=true` for TLS. */
  readonly url: string;
  /** How long minutes are kept; default: for ever. Hours always are. */
  readonly retentionDays?: number;
  /** For telling what is older than that already; default: the system's. */
  readonly clock?: Clock;
}

/**
 * A metric store in InfluxDB 1.x. Any number of processes may write and read it at the same time. It keeps no positions
 * and compares no versions: only final values may be written, and points that come again replace themselves.
 *
 * Opens also while the server is away: the first write makes the database and its retention policies, for which the user
 * must be an administrator unless they are there.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID; all methods: CHATPULSE_METRICS_UNAVAILABLE or CHATPULSE_STORE_REFUSED
 */
export function openInfluxMetrics(options: InfluxMetricsOptions): Promise<MetricStore> {
  return new Promise((resolve) => {
    resolve(makeStore(options));
  });
}

function makeStore(options: InfluxMetricsOptions): MetricStore {
  const { url, retentionDays, clock = systemClock } = options;
  const address = parseInfluxUrl(url);
  const client = createInfluxClient(address);
  const { database } = address;
  let ensured: Promise<void> | undefined;

  /** Once per process; again where it failed, and where the database was taken away. */
  async function ready(): Promise<void> {
    const attempt = (ensured ??= ensureDatabase(client, database, retentionDays));
    try {
      await attempt;
    } catch (error) {
      ensured = undefined;
      throw error;
    }
  }

  return {
    async write({ points }) {
      for (const point of points) checkFields(point);
      if (points.length === 0) return;
      const oldest = retentionDays === undefined ? -Infinity : clock.now() - retentionDays * DAY;
      try {
        await ready();
        for (const [policy, own] of byPolicy(lastOfEach(points), oldest))
          for (let i = 0; i < own.length; i += CHUNK)
            await writeChunk(client, policy, own.slice(i, i + CHUNK));
      } catch (error) {
        if (isMissing(error)) ensured = undefined;
        throw toMetricsError(error);
      }
    },
    positions: () => Promise.resolve([]),
    async query(query) {
      try {
        return await queryPoints(client, database, query);
      } catch (error) {
        // Nothing was written yet.
        if (isMissing(error)) return [];
        throw toMetricsError(error);
      }
    },
    close() {
      client.close();
      return Promise.resolve();
    },
  };
}

async function writeChunk(
  client: InfluxClient,
  policy: string,
  points: readonly MetricPoint[],
): Promise<void> {
  try {
    await client.write(points.map(toInflux), policy);
  } catch (error) {
    // They grew too old on the way.
    if (!isBeyondRetention(error)) throw error;
  }
}

function toInflux({ measurement, tags, time, fields }: MetricPoint): IPoint {
  const encoded = Object.entries(tags).map(([name, value]) => [name, encodeTag(value)] as const);
  return { measurement, tags: Object.fromEntries(encoded), fields: { ...fields }, timestamp: String(time) };
}

/** One writing per identity: the higher version, else the later one. In one request the server's choice is not told. */
function lastOfEach(points: readonly MetricPoint[]): Iterable<MetricPoint> {
  const last = new Map<string, MetricPoint>();
  for (const point of points) {
    const identity = `${point.measurement}\n${canonicalTags(point.tags)}\n${point.time}`;
    const known = last.get(identity);
    if ((known?.version ?? -Infinity) <= (point.version ?? Infinity)) last.set(identity, point);
  }
  return last.values();
}

function byPolicy(points: Iterable<MetricPoint>, oldest: number): Map<string, MetricPoint[]> {
  const groups = new Map<string, MetricPoint[]>();
  for (const point of points) {
    const recent = point.time > oldest ? MINUTES : PAST;
    const policy = point.measurement === HOUR_MEASUREMENT ? HOURS : recent;
    const group = groups.get(policy);
    if (group) group.push(point);
    else groups.set(policy, [point]);
  }
  return groups;
}
