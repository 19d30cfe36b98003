import { defineConfig } from 'vitest/config';

/** Faults done to real processes of `dist/`: kills, full disks, damaged files. `npm run test:faults`. */
export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts'],
    pool: 'forks',
    // One after the other: each needs the machine for itself.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
