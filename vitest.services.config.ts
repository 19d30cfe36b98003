import { defineConfig } from 'vitest/config';

/** Tests on real servers (Kafka, a schema registry, MongoDB, InfluxDB, NGINX). `npm run test:services`. */
export default defineConfig({
  test: {
    include: ['**/*.services.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    // One after the other: each starts servers of its own and needs the machine for itself.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
