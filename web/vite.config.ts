/** The build of the page, and its dev server. */
import react from '@vitejs/plugin-react';
import { type Rolldown, defineConfig } from 'vite';
import { buildWorker } from './build-worker.ts';
import { trimContract } from './trim-contract.ts';

/**
 * Modules that come in one script. Of what every screen needs, the bundler would otherwise make one for each set of
 * screens that import it: twenty small ones, compressed apart, and listed wherever a screen is loaded.
 */
const scripts: Rolldown.CodeSplittingOptions = {
  groups: [
    // Routes import these rules for bodies of which a client leaves the checks to the server: only forms call them.
    { name: 'new-credentials', test: /\/contract\/(?:appearance|password|reserved-names)\.ts$/ },
    { name: 'index', tags: ['$initial'] },
  ],
};

/**
 * `vite build web` writes web/dist. Hashed files go to /assets, which the distribution lets browsers keep for a year.
 * `npm run dev` starts the dev server (start/dev-page.ts).
 */
export default defineConfig({
  plugins: [react(), trimContract(), buildWorker([trimContract()])],
  // The router's substitute for what React has since version 18.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  // Only what the page is made of: the project's folder also holds data.
  server: { fs: { allow: ['.', '../client', '../contract', '../node_modules'] } },
  build: {
    target: 'baseline-widely-available',
    outDir: 'dist',
    emptyOutDir: true,
    // All browsers that run the page know modulepreload. Inlined data: URLs would need a wider policy than 'self'.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: scripts } },
  },
});
