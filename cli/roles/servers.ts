import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { Config, KafkaSetting } from '../../core/config.ts';
import { ChatpulseError, describeError } from '../../core/errors.ts';
import { createCodec, type EventCodec } from '../../core/events/codec.ts';
import { createRegistryCodec } from '../../core/events/registry/registry-codec.ts';
import { createKafkaLog } from '../../core/log/kafka/kafka-log.ts';
import type { EventLog } from '../../core/log/port.ts';
import { retryUntilDone } from '../../core/runtime/backoff.ts';
import { openMongoArchive } from '../../sinks/archive/mongodb/mongo-archive.ts';
import type { ChatArchive } from '../../sinks/archive/port.ts';
import { openInfluxMetrics } from '../../sinks/metrics/influxdb/influx-metrics.ts';
import type { MetricStore } from '../../sinks/metrics/port.ts';

/** The settings of a shape with servers: everything that runs as a role needs all three. */
export interface ServerSettings {
  readonly log: KafkaSetting;
  readonly archiveUrl: string;
  readonly metricsUrl: string;
}

/** @throws ChatpulseError CHATPULSE_CONFIG_INVALID that names every setting that is missing */
export function serverSettings(config: Config): ServerSettings {
  const { log, archive, metrics } = config;
  const missing = [
    ...(log.kind === 'kafka' ? [] : ['CHATPULSE_LOG: must be kafka://host:port,host:port']),
    ...(archive.kind === 'mongodb' ? [] : ['CHATPULSE_ARCHIVE: must be mongodb://host:port/database']),
    ...(metrics.kind === 'influxdb' ? [] : ['CHATPULSE_METRICS: must be influxdb://host:8086/database']),
  ];
  if (log.kind !== 'kafka' || archive.kind !== 'mongodb' || metrics.kind !== 'influxdb')
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message: `A role works with servers. Settings to correct: ${missing.join('; ')}. (One process without servers: chatpulse up.)`,
    });
  return { log, archiveUrl: archive.url, metricsUrl: metrics.url };
}

export interface OpenServersOptions {
  readonly config: Config;
  readonly clientId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the waiting for servers that are not there yet. */
  readonly signal: AbortSignal;
}

/** What a role needs of the servers, each opened when it is first asked for. */
export interface Servers {
  readonly log: EventLog;
  readonly codec: EventCodec;
  /** `keeping`: this process deletes what is older than the retention. */
  archive(of?: { readonly keeping?: boolean }): Promise<ChatArchive>;
  metrics(): Promise<MetricStore>;
  /** What was opened, in the opposite order. */
  close(): Promise<void>;
}

/**
 * Waits for the log and the registry, whatever starts first: a role may be started before its servers.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID, or what no waiting mends
 */
export async function openServers(options: OpenServersOptions): Promise<Servers> {
  const { config, logger } = options;
  const settings = serverSettings(config);
  const { archiveRetentionDays: retentionDays } = config;
  const retention = retentionDays === undefined ? {} : { retentionDays };
  const undo: (() => Promise<void>)[] = [];
  const opened = async <T extends { close(): Promise<void> }>(
    what: string,
    open: () => Promise<T>,
  ): Promise<T> => {
    const one = await patiently(options, what, open);
    undo.push(() => one.close());
    return one;
  };
  const log = await opened('Kafka', async () =>
    createKafkaLog({ ...kafkaOptions(settings.log), clientId: options.clientId, logger }),
  );
  const codec = await patiently(options, 'the schema registry', () => openCodec(config));
  let archive: Promise<ChatArchive> | undefined;
  let metrics: Promise<MetricStore> | undefined;
  return {
    log,
    codec,
    archive: ({ keeping = false } = {}) =>
      (archive ??= opened('MongoDB', () =>
        openMongoArchive({
          url: settings.archiveUrl,
          ...(keeping && retention),
          onRetentionError: (error: unknown) =>
            logger.warn({ err: error }, 'old messages could not be deleted'),
        }),
      )),
    metrics: () =>
      (metrics ??= opened('InfluxDB', () => openInfluxMetrics({ url: settings.metricsUrl, ...retention }))),
    async close() {
      for (const close of undo.splice(0).reverse())
        await close().catch((error: unknown) => logger.warn({ err: error }, 'a connection did not close'));
    },
  };
}

/** How a Kafka log is reached. */
export function kafkaOptions({
  brokers,
  tls,
  sasl,
}: KafkaSetting): Omit<Parameters<typeof createKafkaLog>[0], 'clientId'> {
  return { brokers, ...(tls && { ssl: true }), ...(sasl && { sasl }) };
}

/** With a registry its ids are used, and kept in the data folder for a start without it; else the project's own table. */
export async function openCodec({ registryUrl, dataDir }: Config): Promise<EventCodec> {
  if (registryUrl === undefined) return createCodec();
  return createRegistryCodec({ url: registryUrl, cacheFile: join(dataDir, 'schema-ids.json') });
}

/** Codes that waiting does not mend. */
const FINAL: ReadonlySet<string> = new Set(['CHATPULSE_CONFIG_INVALID', 'CHATPULSE_TOPIC_UNKNOWN']);

function patiently<T>(
  { clock, logger, signal }: OpenServersOptions,
  what: string,
  open: () => Promise<T>,
): Promise<T> {
  return retryUntilDone(open, {
    clock,
    signal,
    isFinal: (error) => error instanceof ChatpulseError && FINAL.has(error.code),
    onFailure(error, attempt) {
      if (attempt === 1 || attempt % 10 === 0)
        logger.warn({ reason: describeError(error) }, `${what} cannot be reached yet, trying again`);
    },
  });
}
