/**
 * The page's files as the worker keeps them. It holds nothing but the page, which is the same for everybody.
 */
import { type Shell, cacheName, isOutdated } from './way.ts';

/** All addresses of the page are answered by index.html, which is kept under this one. */
const INDEX = '/';

/** The names of the files in here have a hash of their content. */
const HASHED = '/assets/';

/** A navigation that the network has not answered in this time is answered from here. */
export const NAVIGATION_TIMEOUT_MS = 5_000;

/** Where requests are sent, and what is kept: the browser's own, or a test's. */
export interface ShellParts {
  readonly shell: Shell;
  readonly caches: Pick<CacheStorage, 'open' | 'match' | 'keys' | 'delete'>;
  readonly fetch: (request: Request | string, init?: RequestInit) => Promise<Response>;
}

/**
 * Keeps a whole build, or nothing.
 * @throws if a file is missing, or the site serves the index of another build: the browser tries again later
 */
export async function keepShell({ shell, caches, fetch }: ShellParts): Promise<void> {
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(path, path.startsWith(HASHED) ? {} : { cache: 'reload' });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response;
  };
  const index = await get(INDEX);
  if (!(await index.clone().text()).includes(`"${shell.entry}"`)) throw new Error('The index is of another build.');
  const cache = await caches.open(cacheName(shell));
  // Most files have the same content, and thus the same name, in the build before. Others keep their names.
  const kept = async (path: string) => (path.startsWith(HASHED) ? caches.match(path) : undefined);
  await Promise.all(shell.files.map(async (path) => cache.put(path, (await kept(path)) ?? (await get(path)))));
  // The index comes last: a build that has it is whole.
  await cache.put(INDEX, index);
}

/** Deletes what other builds have kept. Pages of these builds that are still open go on with the network. */
export async function dropOutdated({ shell, caches }: ShellParts): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => isOutdated(name, shell)).map((name) => caches.delete(name)));
}

/** Returns a file as it was kept; from the network where the browser has dropped it. */
export async function fromShell(request: Request, { shell, caches, fetch }: ShellParts): Promise<Response> {
  const cache = await caches.open(cacheName(shell));
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

/**
 * Answers a navigation. The network comes first, so that a reload always brings the newest page. Where it fails, or
 * takes too long, the page that was kept shows at least what is on this device.
 */
export async function indexFor(request: Request, { shell, caches, fetch }: ShellParts): Promise<Response> {
  const network = fetch(request);
  const patience = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), NAVIGATION_TIMEOUT_MS));
  const first = await Promise.race([network.catch(() => undefined), patience]);
  if (first && first.status < 500) return first;
  const kept = await (await caches.open(cacheName(shell))).match(INDEX);
  return kept ?? first ?? network;
}
