/** The build of the page, and its dev server. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildWorker } from './build-worker.ts';
import { trimContract } from './trim-contract.ts';

/**
 * `vite build web` writes web/dist. Hashed files go to /assets, which the distribution lets browsers keep for a year.
 * `npm run dev` starts the dev server (start/dev-page.ts).
 */
export default defineConfig({
  plugins: [react(), trimContract(), buildWorker([trimContract()])],
  // Only what the page is made of: the project's folder also holds data.
  server: { fs: { allow: ['.', '../client', '../contract', '../node_modules'] } },
  build: {
    target: 'baseline-widely-available',
    outDir: 'dist',
    emptyOutDir: true,
    // All browsers that run the page know modulepreload. Inlined data: URLs would need a wider policy than 'self'.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
