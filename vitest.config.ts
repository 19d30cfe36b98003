import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{core,language,producers,processors,sinks,gateway,cli,scripts}/**/*.test.ts',
      'tests/*.test.ts',
    ],
    // They need servers: vitest.services.config.ts.
    exclude: [...configDefaults.exclude, '**/*.services.test.ts'],
    pool: 'forks',
    // By itself it leaves a core to the terminal; on two cores that is half of them.
    maxWorkers: '100%',
    // Some start real processes, which a slow machine takes long for.
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
