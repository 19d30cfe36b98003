import { join } from 'node:path';
import { startInflux } from './influx.ts';
import { startKafka } from './kafka.ts';
import { startMongo } from './mongo.ts';
import { startNginx } from './nginx.ts';
import { startRegistry } from './registry.ts';

/** A service that runs, and what a shell has to know to use it. */
export interface RunningService {
  readonly pids: readonly number[];
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface CatalogueOptions {
  readonly dir: string;
  /** `host:port` of the gateways that NGINX stands in front of. */
  readonly gateways: readonly string[];
}

type Start = (options: CatalogueOptions) => Promise<RunningService>;

/** Every service by its name. CHATPULSE_TEST_… are for the tests, the others are settings of the product. */
export const CATALOGUE: Readonly<Record<string, Start>> = {
  kafka: async ({ dir }) => {
    const kafka = await startKafka({ dir: join(dir, 'kafka') });
    const brokers = kafka.brokers.join();
    return {
      pids: kafka.nodes.map(({ pid }) => pid),
      settings: { CHATPULSE_TEST_KAFKA: brokers, CHATPULSE_LOG: `kafka://${brokers}` },
      stop: () => kafka.stop(),
    };
  },
  registry: async ({ dir }) => {
    const registry = await startRegistry({ dir: join(dir, 'registry') });
    return one(registry, { CHATPULSE_TEST_REGISTRY: registry.url, CHATPULSE_REGISTRY_URL: registry.url });
  },
  mongo: async ({ dir }) => {
    const mongo = await startMongo({ dir: join(dir, 'mongo') });
    return one(mongo, { CHATPULSE_TEST_MONGO: mongo.url, CHATPULSE_ARCHIVE: mongo.url });
  },
  influx: async ({ dir }) => {
    const influx = await startInflux({ dir: join(dir, 'influx') });
    return one(influx, { CHATPULSE_TEST_INFLUX: influx.url, CHATPULSE_METRICS: influx.url });
  },
  nginx: async ({ dir, gateways }) => {
    const nginx = await startNginx({ dir: join(dir, 'nginx'), gateways });
    return one(nginx, {
      CHATPULSE_TEST_NGINX: nginx.url,
      CHATPULSE_ORIGINS: nginx.url,
      CHATPULSE_TRUSTED_PROXIES: '127.0.0.1',
    });
  },
};

function one(
  server: { readonly pid: number; stop(): Promise<void> },
  settings: Readonly<Record<string, string>>,
): RunningService {
  return { pids: [server.pid], settings, stop: () => server.stop() };
}
