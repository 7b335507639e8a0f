import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * `vite build web` → web/dist. Everything hashed goes to /assets, which the distribution lets browsers keep for a year. The
 * dev server is started by `npm run dev` (start/dev-page.ts).
 */
export default defineConfig({
  plugins: [react()],
  // All that the page is made of, and no more: data lies in the project's folder, too.
  server: { fs: { allow: ['.', '../client', '../contract', '../node_modules'] } },
  build: {
    target: 'baseline-widely-available',
    outDir: 'dist',
    emptyOutDir: true,
    // Every browser that runs the page knows modulepreload, and data: URLs would need a wider policy than 'self'.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
