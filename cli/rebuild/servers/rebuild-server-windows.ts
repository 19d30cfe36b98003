import { windowsProcessor } from '../../../processors/windows/windows.ts';
import { HOUR_MS, hourQuery, hoursOf, sumOfMinutes } from '../../../sinks/metrics/hours.ts';
import { deleteInfluxPoints } from '../../../sinks/metrics/influxdb/delete-points.ts';
import { openInfluxMetrics } from '../../../sinks/metrics/influxdb/influx-metrics.ts';
import type { MetricPoint, MetricStore } from '../../../sinks/metrics/port.ts';
import { windowPoints, windowQuery, type WindowSize } from '../../../sinks/metrics/window-points.ts';
import { storedWindows } from '../../verify/stored-windows.ts';
import { closedWindows } from '../closed-windows.ts';
import { PARTITION_NUMBERS, type RebuildResult } from '../rebuild-context.ts';
import { withServerContext, type ServerRebuildContext, type ServerRebuildOptions } from './server-context.ts';

const DAY_MS = 86_400_000;
const NO_POSITION = { topic: 'chat.windows', partition: 0, nextOffset: 0 } as const;

/**
 * Counts all closed windows of the kept log anew and writes them, and the hours that they make, over those of InfluxDB.
 * What the store has beside them is deleted, but for what began before the first that is counted anew, and broadcasts
 * that the log does not know. Minutes that have expired stay so. Cut short, a further run mends it.
 * @throws ChatpulseError CHATPULSE_GROUP_RUNNING, CHATPULSE_METRICS_UNAVAILABLE, CHATPULSE_STORE_REFUSED
 */
export function rebuildServerWindows(options: ServerRebuildOptions): Promise<RebuildResult> {
  const { archiveRetentionDays: retentionDays } = options.config;
  const topics = [windowsProcessor.input];
  return withServerContext(options, { topics, sink: 'metrics' }, async (context) => {
    const url = context.settings.metricsUrl;
    const metrics = await openInfluxMetrics({ url, ...(retentionDays !== undefined && { retentionDays }) });
    const expiredBefore = retentionDays === undefined ? -Infinity : Date.now() - retentionDays * DAY_MS;
    try {
      let rebuilt = 0;
      let kept = 0;
      for (const partition of PARTITION_NUMBERS) {
        const counted = await writeAnew(metrics, context, { partition, expiredBefore });
        rebuilt += counted.points;
        const { stale, older } = await leftOver(metrics, counted.starts, {
          trimmed: context.log.range(windowsProcessor.input, partition).start > 0,
        });
        kept += older;
        await context.checkStopped();
        await deleteInfluxPoints(url, stale);
        await writeHours(metrics, url, { points: [...counted.minutes, ...stale], expiredBefore });
      }
      return { rebuilt, kept };
    } finally {
      await metrics.close();
    }
  });
}

interface Counted {
  readonly points: number;
  /** One minute of every hour that was written. */
  readonly minutes: readonly MetricPoint[];
  /** The starts of what was written, by broadcast and size. */
  readonly starts: ReadonlyMap<string, ReadonlySet<number>>;
}

async function writeAnew(
  metrics: MetricStore,
  { log, codec, dead, onRead }: ServerRebuildContext,
  { partition, expiredBefore }: { readonly partition: number; readonly expiredBefore: number },
): Promise<Counted> {
  const recorded = new Set<string>();
  const starts = new Map<string, Set<number>>();
  const hours = new Map<string, MetricPoint>();
  let count = 0;
  const blocks = closedWindows({
    definition: windowsProcessor,
    log,
    codec,
    partition,
    isDeadLetter: (offset) => dead.has('windows', windowsProcessor.input, partition, offset),
    onRead,
    onRecorded: (broadcastId) => void recorded.add(broadcastId),
  });
  for (const block of blocks) {
    const points = windowPoints(
      block.flatMap(({ type, data }) => (type === 'WindowUpdated' ? [data] : [])),
    ).filter(({ tags, time }) => time > expiredBefore || recorded.has(tags['broadcast'] ?? ''));
    for (const point of points) {
      const { broadcast = '', size = '' } = point.tags;
      const key = `${size}\n${broadcast}`;
      starts.set(key, (starts.get(key) ?? new Set()).add(point.time));
      if (size === '1m') hours.set(`${Math.floor(point.time / HOUR_MS)}\n${broadcast}`, point);
    }
    await metrics.write({ ...NO_POSITION, points });
    count += points.length;
  }
  return { points: count, minutes: [...hours.values()], starts };
}

/** Stored windows that were not counted anew: those that should not be there, and the number of the older ones. */
async function leftOver(
  metrics: MetricStore,
  written: Counted['starts'],
  { trimmed }: { readonly trimmed: boolean },
): Promise<{ readonly stale: readonly MetricPoint[]; readonly older: number }> {
  const stale: MetricPoint[] = [];
  let older = 0;
  for (const [key, starts] of written) {
    const [size = '', broadcast = ''] = key.split('\n');
    const first = trimmed ? [...starts].reduce((least, start) => Math.min(least, start)) : -Infinity;
    for await (const point of storedWindows(metrics, broadcast, size as WindowSize))
      if (point.time < first) older += 1;
      else if (!starts.has(point.time)) stale.push(point);
  }
  return { stale, older };
}

/** The hours of these minutes, as sums of what is stored now. Hours whose minutes have begun to expire stay as they are. */
async function writeHours(
  metrics: MetricStore,
  url: string,
  of: { readonly points: readonly MetricPoint[]; readonly expiredBefore: number },
): Promise<void> {
  const sums: MetricPoint[] = [];
  const empty: MetricPoint[] = [];
  for (const { broadcastId, start } of hoursOf(of.points)) {
    const minutes = await metrics.query(windowQuery(broadcastId, '1m', { from: start, to: start + HOUR_MS }));
    const stored = await metrics.query(hourQuery(broadcastId, { from: start, to: start + 1 }));
    const sum = sumOfMinutes(start, minutes);
    const isWhole = start > of.expiredBefore || (stored[0]?.fields['minutes'] ?? 0) <= minutes.length;
    if (!sum) empty.push(...stored);
    else if (isWhole) sums.push(sum);
  }
  await deleteInfluxPoints(url, empty);
  await metrics.write({ ...NO_POSITION, points: sums });
}
