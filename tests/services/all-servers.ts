import { join } from 'node:path';
import { allOrNone } from './all-or-none.ts';
import { startInflux } from './influx.ts';
import { startKafka, type RunningKafka } from './kafka.ts';
import { startMongo, type TestServer } from './mongo.ts';
import { startRegistry } from './registry.ts';

/** Every server that the roles need. */
export interface AllServers {
  readonly kafka: RunningKafka;
  readonly registry: Awaited<ReturnType<typeof startRegistry>>;
  readonly mongo: TestServer;
  readonly influx: TestServer;
  /** Settings of the product that name them. */
  readonly settings: Readonly<
    Record<'CHATPULSE_LOG' | 'CHATPULSE_REGISTRY_URL' | 'CHATPULSE_ARCHIVE' | 'CHATPULSE_METRICS', string>
  >;
  stop(): Promise<void>;
}

export interface AllServersOptions {
  readonly dir: string;
  readonly brokers?: 1 | 3;
  /** Settings of the brokers beside the usual ones. */
  readonly brokerSettings?: Readonly<Record<string, string>>;
  /** The archive's server keeps everything in memory. */
  readonly archiveInMemory?: boolean;
}

/** Starts them at the same time; where one fails, none is left running. */
export async function startAllServers(options: AllServersOptions): Promise<AllServers> {
  const { dir, brokers = 1, brokerSettings = {}, archiveInMemory = false } = options;
  const [kafka, registry, mongo, influx] = await allOrNone([
    startKafka({ dir: join(dir, 'kafka'), brokers, settings: brokerSettings }),
    startRegistry({ dir: join(dir, 'registry') }),
    startMongo({ dir: join(dir, 'mongo'), inMemory: archiveInMemory }),
    startInflux({ dir: join(dir, 'influx') }),
  ]);
  return {
    kafka,
    registry,
    mongo,
    influx,
    settings: {
      CHATPULSE_LOG: `kafka://${kafka.brokers.join(',')}`,
      CHATPULSE_REGISTRY_URL: registry.url,
      CHATPULSE_ARCHIVE: mongo.url,
      CHATPULSE_METRICS: influx.url,
    },
    async stop() {
      await Promise.all([
        kafka.stop(),
        registry.stop('SIGKILL'),
        mongo.stop('SIGKILL'),
        influx.stop('SIGKILL'),
      ]);
    },
  };
}
