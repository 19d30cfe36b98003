import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { repeat } from '../runtime/repeat.ts';
import { createGaugesToTell } from './gauges-to-tell.ts';
import { createMeter, type Meter } from './meter.ts';
import { createProcessFigures } from './process-figures.ts';
import { createStatsdExporter } from './statsd.ts';

export interface ProcessTelemetryOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** all, producers, processors, sinks or gateway. */
  readonly role: string;
  readonly version: string;
  /** A collector; without one the figures are there for Prometheus alone. */
  readonly statsd: { readonly host: string; readonly port: number } | undefined;
  readonly enabled: boolean;
}

/** The telemetry of a process, its own use of the machine included. */
export interface ProcessTelemetry {
  readonly meter: Meter;
  /** Sends what is new, and ends. */
  close(): Promise<void>;
}

/** Well under the interval of the collector, also three times of it, so that no interval is without a gauge. */
const SEND_EVERY_MS = 2_000;

export function startProcessTelemetry(options: ProcessTelemetryOptions): ProcessTelemetry {
  const { clock, logger, role, statsd, enabled } = options;
  const meter = createMeter({ enabled });
  if (!enabled) return { meter, close: async () => undefined };
  const figures = createProcessFigures();
  meter.telemetry.count('deploy.started', { version: options.version });
  meter.beforeReading((telemetry) => {
    const now = figures.read();
    telemetry.gauge('process.cpu', {}, now.cpuShare * 100);
    telemetry.gauge('process.rss', {}, now.rssBytes);
    telemetry.gauge('process.heap', {}, now.heapBytes);
    telemetry.gauge('process.event_loop_ms', {}, now.eventLoopDelayMs);
    telemetry.gauge('process.gc', {}, now.gcShare * 100);
    telemetry.gauge('process.fds', {}, now.openFiles);
    telemetry.gauge('process.uptime', {}, now.uptimeSeconds);
  });
  if (!statsd) return { meter, close: async () => figures.close() };
  const exporter = createStatsdExporter({ ...statsd, role, process: shortProcessName(), logger });
  const toTell = createGaugesToTell();
  const send = (): void => {
    const news = meter.drain();
    exporter.send({ ...news, gauges: toTell(news.gauges) });
  };
  const stop = repeat(clock, [[SEND_EVERY_MS, send]]);
  return {
    meter,
    async close() {
      stop();
      send();
      figures.close();
      await exporter.close();
    },
  };
}

/** Tells the processes of one product apart, in few characters: the head of the machine's name and the process id. */
export function shortProcessName(host = hostname(), pid = process.pid): string {
  return `${host.split('.')[0]?.slice(0, 12) ?? ''}-${pid}`;
}
