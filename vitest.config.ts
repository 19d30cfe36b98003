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
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
