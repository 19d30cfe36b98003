import { configDefaults, defineConfig } from 'vitest/config';

/** All roles and servers, of which something is told or comes back: they wait most of the time. */
const PATIENT = [
  'tests/many-machines/{alerts,copy-log,doctor,health,notices,rebuild,skip-lost}.services.test.ts',
  'tests/boards/real-run.services.test.ts',
];
/** The same under load: one after the other. */
const LOADED = ['tests/many-machines/**/*.services.test.ts', 'tests/services/nginx.services.test.ts'];

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
          exclude: [...configDefaults.exclude, '**/dist/**', ...PATIENT, ...LOADED],
          // They wait for servers more than they work.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'patient',
          include: PATIENT,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'loaded',
          include: LOADED,
          exclude: [...configDefaults.exclude, ...PATIENT],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
