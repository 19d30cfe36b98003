import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startInflux } from './influx.ts';
import { startMongo, type TestServer, type TestServerOptions } from './mongo.ts';

/** A server for the tests of one file. */
export interface TestDatabases {
  /** The address of a database that no other test uses. */
  freshUrl(): string;
}

/** A server that a test stops and starts. */
export interface MortalDatabases extends TestDatabases {
  readonly server: TestServer;
}

/** MongoDB for the tests of a file: that of CHATPULSE_TEST_MONGO, or one of its own. */
export function useMongo(): TestDatabases {
  return useServer(startMongo, process.env['CHATPULSE_TEST_MONGO']);
}

/** A server of the file's own, whatever the environment says: to be stopped and started. */
export function useMortalMongo(): MortalDatabases {
  return useServer(startMongo);
}

/** InfluxDB for the tests of a file: that of CHATPULSE_TEST_INFLUX, or one of its own. */
export function useInflux(): TestDatabases {
  return useServer(startInflux, process.env['CHATPULSE_TEST_INFLUX']);
}

export function useMortalInflux(): MortalDatabases {
  return useServer(startInflux);
}

function useServer(
  start: (options: TestServerOptions) => Promise<TestServer>,
  given?: string,
): MortalDatabases {
  let server: TestServer | undefined;
  let dir: string | undefined;
  let count = 0;
  beforeAll(async () => {
    if (given) return;
    dir = mkdtempSync(join(tmpdir(), 'chatpulse-services-'));
    server = await start({ dir });
  });
  afterAll(async () => {
    await server?.stop();
    if (dir) rmSync(dir, { recursive: true, force: true });
  });
  return {
    freshUrl() {
      const url = new URL(given ?? server?.url ?? '');
      count += 1;
      url.pathname = `/chatpulse_test_${process.pid}_${Date.now()}_${count}`;
      return url.href;
    },
    get server() {
      if (!server) throw new Error('No server of our own.');
      return server;
    },
  };
}
