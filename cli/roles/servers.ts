import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { Config, KafkaSetting } from '../../core/config.ts';
import { ChatpulseError, describeError } from '../../core/errors.ts';
import { createCodec, OWN_SCHEMA_IDS, type EventCodec, type SchemaIds } from '../../core/events/codec.ts';
import { loadRegistryIds } from '../../core/events/registry/registry-codec.ts';
import type { KafkaConnection } from '../../core/log/kafka/internals.ts';
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
 * Connects. The log and the stores are opened whether their servers are there or not; only the registry is waited for,
 * whatever starts first.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID
 */
export async function openServers(options: OpenServersOptions): Promise<Servers> {
  const { config, clock, logger, signal } = options;
  const settings = serverSettings(config);
  const { archiveRetentionDays: retentionDays } = config;
  const retention = retentionDays === undefined ? {} : { retentionDays };
  const log = createKafkaLog({ ...kafkaOptions(settings.log), clientId: options.clientId, logger });
  const undo: (() => Promise<void>)[] = [() => log.close()];
  const opened = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const one = await opening;
    undo.push(() => one.close());
    return one;
  };
  const cacheFile = join(config.dataDir, 'schema-ids.json');
  const ids = await retryUntilDone(() => schemaIdsOf(config, { cacheFile }), {
    clock,
    signal,
    onFailure(error, attempt) {
      if (attempt === 1 || attempt % 10 === 0)
        logger.warn(
          { reason: describeError(error) },
          'the schema registry cannot be asked yet, trying again',
        );
    },
  });
  let archive: Promise<ChatArchive> | undefined;
  let metrics: Promise<MetricStore> | undefined;
  return {
    log,
    codec: createCodec(ids),
    archive: ({ keeping = false } = {}) =>
      (archive ??= opened(
        openMongoArchive({
          url: settings.archiveUrl,
          ...(keeping && retention),
          onRetentionError: (error) => logger.warn({ err: error }, 'old messages could not be deleted'),
        }),
      )),
    metrics: () => (metrics ??= opened(openInfluxMetrics({ url: settings.metricsUrl, ...retention }))),
    async close() {
      for (const close of undo.splice(0).reverse())
        await close().catch((error: unknown) => logger.warn({ err: error }, 'a connection did not close'));
    },
  };
}

/** How a Kafka log is reached. */
export function kafkaOptions({ brokers, tls, sasl }: KafkaSetting): KafkaConnection {
  return { brokers, ...(tls && { ssl: true }), ...(sasl && { sasl }) };
}

/**
 * The schema ids of what is in Kafka: the registry's where there is one, else those of the project's own table. With a
 * cache file they are kept for a start without the registry.
 */
export async function schemaIdsOf(
  { registryUrl: url }: Config,
  options: { readonly cacheFile?: string } = {},
): Promise<SchemaIds> {
  return url === undefined ? OWN_SCHEMA_IDS : loadRegistryIds({ url, ...options });
}
