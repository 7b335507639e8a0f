/**
 * Builds the service worker into one file of its own, /sw.js, and tells it which files the page is made of. Its address
 * never changes: browsers ask for it again now and then, and a worker with other content takes the place of the old.
 */
import { fileURLToPath } from 'node:url';
import { type Plugin, build } from 'vite';
import type { Shell } from './worker/way.ts';

/** Large, and of use only while there is a network. */
const ONLY_ONLINE = /\/towns-/;
/** Files of web/public that the page shows. The icons are for the device, which asks for them by itself. */
const PUBLIC_FILES = ['/favicon.svg'];

const entryFile = fileURLToPath(new URL('worker/sw.ts', import.meta.url));

/** @param plugins also apply to the worker */
export function buildWorker(plugins: readonly Plugin[]): Plugin {
  return {
    name: 'build-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const made = Object.values(bundle);
        const entry = made.find((file) => file.type === 'chunk' && file.isEntry);
        if (!entry) return this.error('The page has no entry.');
        const scriptsAndStyles = made
          .map(({ fileName }) => `/${fileName}`)
          .filter((path) => /^\/assets\/.+\.(?:js|css)$/.test(path) && !ONLY_ONLINE.test(path))
          .toSorted();
        const shell: Shell = { entry: `/${entry.fileName}`, files: [...scriptsAndStyles, ...PUBLIC_FILES] };
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: await workerFor(shell, plugins) });
      },
    },
  };
}

/** @returns the worker's script */
async function workerFor(shell: Shell, plugins: readonly Plugin[]): Promise<string> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    plugins: [...plugins],
    define: { SHELL: JSON.stringify(shell) },
    build: {
      target: 'baseline-widely-available',
      write: false,
      copyPublicDir: false,
      modulePreload: false,
      rolldownOptions: { input: entryFile, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !('output' in output)) throw new Error('The worker was not built.');
  const [script, ...more] = output.output;
  if (more.length > 0) throw new Error('The worker is more than one file.');
  return script.code;
}
