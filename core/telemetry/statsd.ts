import { StatsD } from 'hot-shots';
import type { Logger } from 'pino';
import type { Digest } from './recorder.ts';

export interface StatsdOptions {
  readonly host: string;
  readonly port: number;
  readonly role: string;
  /** A short name of this process, the same in every figure of it. */
  readonly process: string;
  readonly logger: Logger;
}

/** Sends figures to a collector over UDP: what is lost is lost, and nothing ever waits for it. */
export interface StatsdExporter {
  send(digest: Digest): void;
  /** Sends what is buffered. */
  close(): Promise<void>;
}

/** A datagram that no link of the usual kind cuts in pieces, bytes. */
const DATAGRAM = 1_400;
const FIND_AGAIN_MS = 60_000;
const TELL_AGAIN_MS = 10 * 60_000;
/** The close waits for the last datagram, not for a collector. */
const CLOSE_PATIENCE_MS = 1_000;

export function createStatsdExporter(options: StatsdOptions): StatsdExporter {
  const { host, port, role, process: processTag, logger } = options;
  let toldAt = Number.NEGATIVE_INFINITY;
  const client = new StatsD({
    host,
    port,
    protocol: 'udp',
    prefix: 'chatpulse',
    maxBufferSize: DATAGRAM,
    bufferFlushInterval: 200,
    cacheDns: true,
    cacheDnsTtl: FIND_AGAIN_MS,
    includeDataDogTags: false,
    globalTags: { role, process: processTag },
    errorHandler(error) {
      // A collector that is away would fill the log.
      if (performance.now() - toldAt < TELL_AGAIN_MS) return;
      toldAt = performance.now();
      logger.warn({ part: 'telemetry', reason: error.message }, 'the collector of metrics cannot be reached');
    },
  });
  return {
    send({ counters, gauges, timings }) {
      for (const { name, tags, n } of counters) client.increment(name, n, tags);
      for (const { name, tags, value } of gauges)
        if (value !== undefined) client.gauge(name, round(value), tags);
      for (const { name, tags, news } of timings)
        for (const ms of news.samples) client.timing(name, round(ms), tags);
      client.flush();
    },
    close: () =>
      new Promise((resolve) => {
        const patience = setTimeout(resolve, CLOSE_PATIENCE_MS);
        client.close(() => {
          clearTimeout(patience);
          resolve();
        });
      }),
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
