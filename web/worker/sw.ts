/**
 * The service worker: starts the page without a network, and tells people of messages while it is closed. It takes the
 * place of an older one at once, which is safe: a page of another build is told so, and its files are still on the
 * server.
 */
import { type ShellParts, dropOutdated, fromShell, indexFor, keepShell } from './shell.ts';
import { type Shell, wayOf } from './way.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written by the build. */
declare const SHELL: Shell;

const shell = SHELL;
const parts: ShellParts = { shell, caches, fetch: (request, init) => fetch(request, init) };

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell(parts).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOutdated(parts).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, shell, self.location.origin);
  if (way === 'index') event.respondWith(indexFor(event.request, parts));
  else if (way === 'kept') event.respondWith(fromShell(event.request, parts));
});
