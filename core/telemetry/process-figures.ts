import { readdirSync } from 'node:fs';
import { PerformanceObserver, monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** What a process uses; shares are since the figures were last read. */
export interface ProcessFigures {
  /** CPU time per time: 1 is one whole core. All threads. */
  readonly cpuShare: number;
  readonly rssBytes: number;
  /** Of the thread that reads. */
  readonly heapBytes: number;
  /** 99th percentile, of the thread that reads. */
  readonly eventLoopDelayMs: number;
  /** Time of garbage collection per time, of the thread that reads. */
  readonly gcShare: number;
  /** undefined where the system does not tell. */
  readonly openFiles: number | undefined;
  /** Since the process began. */
  readonly uptimeSeconds: number;
}

/** How finely the delay of the event loop is measured, ms: also how often the process wakes for it. */
export const DELAY_RESOLUTION_MS = 100;

/** Begins to measure. One per reader: reading starts the next interval. */
export function createProcessFigures(): { read(): ProcessFigures; close(): void } {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  let gcMs = 0;
  const collections = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) gcMs += entry.duration;
  });
  collections.observe({ entryTypes: ['gc'] });
  let cpu = process.cpuUsage();
  let readAt = performance.now();
  return {
    read() {
      const now = performance.now();
      const elapsedMs = Math.max(1, now - readAt);
      const used = process.cpuUsage(cpu);
      const figures: ProcessFigures = {
        cpuShare: (used.user + used.system) / 1_000 / elapsedMs,
        rssBytes: process.memoryUsage.rss(),
        heapBytes: process.memoryUsage().heapUsed,
        // What is measured contains the wait that was asked for.
        eventLoopDelayMs: Math.max(0, (delay.percentile(99) || 0) / 1e6 - DELAY_RESOLUTION_MS),
        gcShare: Math.min(1, gcMs / elapsedMs),
        openFiles: openFiles(),
        uptimeSeconds: process.uptime(),
      };
      cpu = process.cpuUsage();
      readAt = now;
      gcMs = 0;
      delay.reset();
      return figures;
    },
    close() {
      delay.disable();
      collections.disconnect();
    },
  };
}

function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
