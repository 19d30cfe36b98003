import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WindowUpdated } from '../../core/events/generated.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { openEmbeddedMetrics } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import type { MetricPoint, MetricStore } from '../../sinks/metrics/port.ts';
import { windowFromPoint, windowPoints } from '../../sinks/metrics/window-points.ts';
import { closedWindows } from './closed-windows.ts';
import { storedPoints } from './older-points.ts';
import {
  PARTITION_NUMBERS,
  withRebuildContext,
  type RebuildContext,
  type RebuildOptions,
  type RebuildResult,
} from './rebuild-context.ts';
import { replayPartition } from './replay-partition.ts';
import { replaceFile } from './swap-file.ts';

/** The partition that a batch of older points is written under: any, since it says no position. */
const ANY_PARTITION = 0;

/**
 * Counts all closed windows of the kept log anew into a file of metrics beside the old one, then puts it in its place.
 * What began before the kept log is taken over from the old file and from `chat.windows`. When it fails the old file
 * stays as it was.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED, CHATPULSE_DATA_CORRUPT, CHATPULSE_DISK_FULL
 */
export function rebuildWindows(options: RebuildOptions): Promise<RebuildResult> {
  return withRebuildContext(options, [windowsProcessor.input], (context) =>
    replaceFile(context.files.metrics, async (successor) => {
      const metrics = openEmbeddedMetrics({ file: successor });
      try {
        return await fill(metrics, context);
      } finally {
        await metrics.close();
      }
    }),
  );
}

async function fill(
  metrics: MetricStore,
  context: RebuildContext,
): Promise<{ rebuilt: number; kept: number }> {
  const { log, files } = context;
  const isTrimmed = PARTITION_NUMBERS.map(
    (partition) => log.range(windowsProcessor.input, partition).start > 0,
  );
  /** Per broadcast and size the first window that is counted anew: all later ones are, and none before. */
  const anewFrom = new Map<string, number>();
  const isOlder = (window: WindowUpdated): boolean =>
    isTrimmed[partitionOf(window.broadcastId, PARTITIONS)] === true &&
    window.start < (anewFrom.get(keyOf(window)) ?? Number.POSITIVE_INFINITY);
  let rebuilt = 0;
  let kept = 0;

  const write = (points: readonly MetricPoint[], partition: number): Promise<void> =>
    metrics.write({ topic: 'chat.windows', partition, points, nextOffset: 0 });

  for (const partition of PARTITION_NUMBERS)
    for (const windows of countAnew(context, partition)) {
      for (const window of windows)
        if (!anewFrom.has(keyOf(window))) anewFrom.set(keyOf(window), window.start);
      rebuilt += windows.length;
      await write(windowPoints(windows), partition);
      await nextTurn();
    }

  if (isTrimmed.includes(true))
    for (const points of storedPoints(files.metrics)) {
      const older = points.filter((point) => {
        const window = windowFromPoint(point);
        return window === undefined || isOlder(window);
      });
      kept += older.length;
      await write(older, ANY_PARTITION);
      await nextTurn();
    }

  for (const partition of PARTITION_NUMBERS) {
    if (isTrimmed[partition])
      for (const windows of published(context, partition))
        await write(windowPoints(windows.filter(isOlder)), partition);
    // All that stands in `chat.windows` is in: the server goes on behind it.
    const { end } = log.range('chat.windows', partition);
    await metrics.write({ topic: 'chat.windows', partition, points: [], nextOffset: end });
  }
  return { rebuilt, kept };
}

function* countAnew(
  { log, codec, dead, onRead }: RebuildContext,
  partition: number,
): Generator<WindowUpdated[], void> {
  const blocks = closedWindows({
    definition: windowsProcessor,
    log,
    codec,
    partition,
    isDeadLetter: (offset) => dead.has('windows', windowsProcessor.input, partition, offset),
    onRead,
  });
  for (const block of blocks)
    yield block.flatMap((event) => (event.type === 'WindowUpdated' ? [event.data] : []));
}

/** The closed windows that `chat.windows` keeps. */
function* published(
  { log, codec, dead }: RebuildContext,
  partition: number,
): Generator<WindowUpdated[], void> {
  const blocks = replayPartition({
    log,
    codec,
    topic: 'chat.windows',
    partition,
    isDeadLetter: (offset) => dead.has('metrics', 'chat.windows', partition, offset),
    unreadable: 'skip',
    onRead: () => undefined,
  });
  for (const block of blocks)
    yield block.flatMap(({ event }) =>
      event.type === 'WindowUpdated' && event.data.closed ? [event.data] : [],
    );
}

function keyOf(window: WindowUpdated): string {
  return `${window.sizeMs}\n${window.broadcastId}`;
}
