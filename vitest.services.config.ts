import { configDefaults, defineConfig } from 'vitest/config';

/** Many processes under load each, beside the servers: one after the other. */
const WHOLE_MACHINE = [
  'tests/many-machines/**/*.services.test.ts',
  'tests/services/nginx.services.test.ts',
  'tests/boards/real-run.services.test.ts',
];

/** Tests on real servers (Kafka, a schema registry, MongoDB, InfluxDB, NGINX). `npm run test:services`. */
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'adapters',
          include: ['**/*.services.test.ts'],
          exclude: [...configDefaults.exclude, '**/dist/**', ...WHOLE_MACHINE],
          // They wait for servers more than they work.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'many-machines',
          include: WHOLE_MACHINE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
