/**
 * The page while somebody works on it: Vite's dev server, with hot reload, instead of the built page. It answers at
 * the site's own address, because cookies and WebSocket handshakes are bound to that one origin. Unlike the deployed
 * page, this one has no content security policy: Vite adds inline scripts.
 */
import { createServer as createHttpServer } from 'node:http';
import { basename, join, relative, sep } from 'node:path';
import { createServer, type Plugin } from 'vite';
import type { Handle, Listener, Upgrade } from '#local/listeners.ts';
import { redirectFromLocalhost } from '#local/site-listener.ts';
import { root } from './cache.ts';
import { isTemporary } from './content-hash.ts';

/** Paths at the site's address that the cloud answers. Vite answers all others. */
const OF_CLOUD = /^\/(?:api\/|_local\/|config\.json(?:\?|$))/;
/** The subprotocols of Vite's own sockets. */
const VITE_PROTOCOLS = new Set(['vite-hmr', 'vite-ping']);

interface DevPageOptions {
  /** The listener of the site's address. */
  readonly site: Listener;
  /** Files and folders to watch, besides those of the page, from the project's root. */
  readonly watched: readonly string[];
  /** Called when a watched file was saved or removed, with its path from the project's root. */
  readonly changed: (path: string) => void;
}

interface DevPage {
  /** The site's listener for the cloud, which gets the requests that are not for Vite. */
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
  let cloudUpgrade: Upgrade = (_request, socket) => socket.destroy();
  const upgrade: Upgrade = (request, socket, head) => {
    if (VITE_PROTOCOLS.has(request.headers['sec-websocket-protocol'] ?? ''))
      sockets.emit('upgrade', request, socket, head);
    else cloudUpgrade(request, socket, head);
  };
  site.serve(
    redirectFromLocalhost(site.address, (request, response) => {
      if (OF_CLOUD.test(request.url ?? '')) cloud(request, response);
      else vite.middlewares(request, response);
    }),
    upgrade,
  );
  return {
    site: {
      ...site,
      serve(handle, upgradeOfCloud) {
        cloud = handle;
        if (upgradeOfCloud) cloudUpgrade = upgradeOfCloud;
      },
    },
    close: () => vite.close(),
  };
}

/** A plugin, since Vite replaces its watcher when web/vite.config.ts changes, and sets its plugins up again. */
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
