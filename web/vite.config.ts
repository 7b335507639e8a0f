import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `vite build web` → web/dist. Everything hashed goes to /assets, which the distribution lets browsers keep for a year. */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'baseline-widely-available',
    outDir: 'dist',
    emptyOutDir: true,
    // Every browser that runs the page knows modulepreload, and data: URLs would need a wider policy than 'self'.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
