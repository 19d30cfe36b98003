import type { MetricPoint, MetricStore } from '../../sinks/metrics/port.ts';
import { windowQuery, type WindowSize } from '../../sinks/metrics/window-points.ts';

const POINTS_AT_ONCE = 5_000;

/** All windows of a broadcast and size that a metric store has, the newest blocks first. */
export async function* storedWindows(
  metrics: MetricStore,
  broadcastId: string,
  size: WindowSize,
): AsyncGenerator<MetricPoint> {
  for (let to: number | undefined; ;) {
    const points = await metrics.query({
      ...windowQuery(broadcastId, size, to === undefined ? {} : { to }),
      limit: POINTS_AT_ONCE,
    });
    yield* points;
    const [oldest] = points;
    if (!oldest || points.length < POINTS_AT_ONCE) return;
    to = oldest.time;
  }
}
