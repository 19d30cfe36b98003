import type { MetricPoint, MetricQuery, MetricStore } from './port.ts';
import { WINDOW_MEASUREMENT, windowQuery } from './window-points.ts';

/**
 * The measurement that holds the hours of broadcasts: tags `broadcast`, `platform`, `channel`; time is the start of the
 * hour. Fields are those of the minutes, added up, but for:
 * - `authors_max` instead of `authors`: the same people write in several minutes, so that a sum would be of nobody;
 * - `messages_max`: the messages of its busiest minute; `minutes`: how many minutes are in it; `stamp`: the highest.
 */
export const HOUR_MEASUREMENT = 'chat_hour';

export const HOUR_MS = 3_600_000;

/** One hour of a broadcast. */
export interface BroadcastHour {
  readonly broadcastId: string;
  /** Its start, ms since 1970. */
  readonly start: number;
}

/** What to ask the metric store for the hours of a broadcast. */
export function hourQuery(
  broadcastId: string,
  range: { readonly from?: number; readonly to?: number } = {},
): MetricQuery {
  return { measurement: HOUR_MEASUREMENT, tags: { broadcast: broadcastId }, ...range };
}

/** The hours that the minutes among these points belong to, each once. */
export function hoursOf(points: Iterable<MetricPoint>): BroadcastHour[] {
  const hours = new Map<string, BroadcastHour>();
  for (const { measurement, tags, time } of points) {
    const broadcastId = tags['broadcast'];
    if (measurement !== WINDOW_MEASUREMENT || tags['size'] !== '1m' || broadcastId === undefined) continue;
    const start = Math.floor(time / HOUR_MS) * HOUR_MS;
    hours.set(`${broadcastId}\n${start}`, { broadcastId, start });
  }
  return [...hours.values()];
}

/**
 * Points for these hours, made of the stored minutes: whatever comes again or late, an hour is the sum of what is there.
 * One of which the store knows more minutes than it still keeps makes no point: its minutes have begun to expire.
 */
export async function hourPoints(
  metrics: Pick<MetricStore, 'query'>,
  hours: Iterable<BroadcastHour>,
): Promise<MetricPoint[]> {
  const points: MetricPoint[] = [];
  for (const { broadcastId, start } of hours) {
    const minutes = await metrics.query(windowQuery(broadcastId, '1m', { from: start, to: start + HOUR_MS }));
    const sum = sumOfMinutes(start, minutes);
    const [stored] = await metrics.query(hourQuery(broadcastId, { from: start, to: start + 1 }));
    if (sum && (stored?.fields['minutes'] ?? 0) <= minutes.length) points.push(sum);
  }
  return points;
}

/** The sum of an hour's minutes; undefined where there are none. */
export function sumOfMinutes(start: number, minutes: readonly MetricPoint[]): MetricPoint | undefined {
  const last = minutes.at(-1);
  if (!last) return undefined;
  const sums: Record<string, number> = {};
  const highest: Record<string, number> = { authors: 0, messages: 0, stamp: -1 };
  for (const { fields } of minutes)
    for (const [name, value] of Object.entries(fields)) {
      if (name in highest) highest[name] = Math.max(highest[name] ?? value, value);
      if (name !== 'authors' && name !== 'stamp') sums[name] = (sums[name] ?? 0) + value;
    }
  const { authors = 0, messages = 0, stamp = -1 } = highest;
  const { broadcast = '', platform = '', channel = '' } = last.tags;
  return {
    measurement: HOUR_MEASUREMENT,
    tags: { broadcast, platform, channel },
    time: start,
    version: stamp,
    fields: { ...sums, minutes: minutes.length, messages_max: messages, authors_max: authors, stamp },
  };
}
