import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/gateway/web', import.meta.url));

/** Fails the build: zod compiles its checks by `new Function`, which the policy of the pages refuses, and weighs as much as a page. */
const noZod: Plugin = {
  name: 'no-zod',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source === 'zod') throw new Error(`the pages would load zod by way of ${importer ?? 'an entry'}`);
    return null;
  },
};

/** The pages run under `default-src 'self'`: no data: URLs, no inline scripts. */
export default defineConfig({
  root,
  plugins: [noZod, react()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/ws': { target: 'ws://127.0.0.1:8080', ws: true },
    },
  },
});
