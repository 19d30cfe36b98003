import { defineConfig } from 'vitest/config';

/** Tests in a real Chromium against the built product; `--mode screenshots` takes the pictures of docs/ instead. */
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'screenshots' ? 'tests/browser/*screenshots.ts' : 'tests/browser/*.test.ts'],
    pool: 'forks',
    // Each file starts a product and a browser of its own. Pictures are taken one after the other, so that none waits for another.
    maxWorkers: mode === 'screenshots' ? 1 : 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
