/**
 * Who is signed in on this device, where the service worker can read it: it shows a notification to nobody else. The
 * worker cannot read the browser's storage of the page, but its caches.
 */

const CACHE = 'signed-in';
const URL_OF_NAME = '/signed-in';

/** @param username undefined where nobody is signed in any more */
export async function tellWorker(username: string | undefined): Promise<void> {
  if (typeof caches === 'undefined') return;
  if (username === undefined) await caches.delete(CACHE);
  else await (await caches.open(CACHE)).put(URL_OF_NAME, new Response(username));
}

/** Returns who is signed in; undefined if nobody is, or the browser has dropped it. */
export async function signedInPerson(): Promise<string | undefined> {
  const response = await caches.match(URL_OF_NAME, { cacheName: CACHE });
  return response?.text();
}
