/**
 * The page while it is worked on: Vite's dev server in the place of the built page, with hot reload. It listens at the site's
 * own address, so the page has the one origin that cookies and WebSocket handshakes are bound to. Unlike the deployed page, it
 * has no content security policy: Vite puts scripts into it.
 */
import { createServer as createHttpServer } from 'node:http';
import { basename, join, relative, sep } from 'node:path';
import { createServer, type Plugin } from 'vite';
import type { Handle, Listener, Upgrade } from '#local/listeners.ts';
import { redirectFromLocalhost } from '#local/site-listener.ts';
import { root } from './cache.ts';
import { isTemporary } from './content-hash.ts';

/** What the cloud answers at the site's address, also while the page is served by Vite. */
const OF_CLOUD = /^\/(?:api\/|_local\/|config\.json(?:\?|$))/;
/** The subprotocols of Vite's own sockets. */
const VITE_PROTOCOLS = new Set(['vite-hmr', 'vite-ping']);

interface DevPageOptions {
  /** The listener of the site's address. */
  readonly site: Listener;
  /** Files and folders of the project, besides those of the page, whose changes are told. */
  readonly watched: readonly string[];
  /** @param path of a watched file that was saved or removed, from the project's root */
  readonly changed: (path: string) => void;
}

interface DevPage {
  /** The site's listener for the cloud: it gets the requests that are not for Vite. */
  readonly site: Listener;
  close(): Promise<void>;
}

export async function openDevPage({ site, watched, changed }: DevPageOptions): Promise<DevPage> {
  // Never listens: Vite takes its own sockets from it.
  const sockets = createHttpServer();
  const vite = await createServer({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    clearScreen: false,
    server: { middlewareMode: true, ws: { server: sockets } },
    plugins: [watch(watched, changed)],
  });

  let cloud: Handle = (_, response) => response.writeHead(503).end();
  const upgrade: Upgrade = (request, socket, head) => {
    if (VITE_PROTOCOLS.has(request.headers['sec-websocket-protocol'] ?? ''))
      sockets.emit('upgrade', request, socket, head);
    else socket.destroy();
  };
  site.serve(
    redirectFromLocalhost(site.address, (request, response) => {
      if (OF_CLOUD.test(request.url ?? '')) cloud(request, response);
      else vite.middlewares(request, response);
    }),
    upgrade,
  );
  return {
    site: { ...site, serve: (handle) => (cloud = handle) },
    close: () => vite.close(),
  };
}

/** Vite starts its server and its watcher again when its settings change, and its plugins with them. */
function watch(paths: readonly string[], changed: (path: string) => void): Plugin {
  const folders = paths.map((path) => join(root, path));
  return {
    name: 'message-center:watch',
    configureServer({ watcher }) {
      watcher.add(folders);
      watcher.on('all', (event, path) => {
        const isWatched = folders.some((folder) => path === folder || path.startsWith(folder + sep));
        if (isWatched && !event.endsWith('Dir') && !isTemporary(basename(path))) changed(relative(root, path));
      });
    },
  };
}
