/** Which requests the worker answers, and by which files of the page. */

/** The files that a build is made of, as paths. */
export interface Shell {
  /** The script that index.html names. Its hash covers all others, so it tells builds apart. */
  readonly entry: string;
  readonly files: readonly string[];
}

/** Prefix of the caches. Each build has one of its own. */
const CACHE_PREFIX = 'shell ';
export const cacheName = ({ entry }: Shell): string => CACHE_PREFIX + entry;
/** True for the caches of other builds than this. */
export const isOutdated = (name: string, shell: Shell): boolean =>
  name.startsWith(CACHE_PREFIX) && name !== cacheName(shell);

interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

/** How to answer a request. `network`: as if there were no worker. `shared`: it brings what another app shares. */
export type Way = 'index' | 'kept' | 'shared' | 'network';

/** Where the manifest has other apps post to. Where there is no worker, the distribution answers. */
export const SHARE_PATH = '/share';

/** Under these the site serves what is no part of the page. `_local` is the local cloud's. */
const NO_PAGE = /^\/(?:api|files|_local|assets)\//;
/** A file in the root, as the distribution sees it. */
const FILE = /^\/[a-z0-9-]+\.[a-z]+$/;

/** @param origin the page's */
export function wayOf({ method, mode, url }: Asked, { files }: Shell, origin: string): Way {
  const { origin: asked, pathname } = new URL(url);
  if (asked !== origin) return 'network';
  if (pathname === SHARE_PATH) return method === 'POST' && mode === 'navigate' ? 'shared' : 'network';
  if (method !== 'GET') return 'network';
  if (mode === 'navigate') return NO_PAGE.test(pathname) || FILE.test(pathname) ? 'network' : 'index';
  return files.includes(pathname) ? 'kept' : 'network';
}
