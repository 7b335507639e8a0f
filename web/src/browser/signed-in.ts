/**
 * Who is signed in on this device, where the service worker can read it: it shows a notification to nobody else. The
 * worker cannot read the browser's storage of the page, but its caches.
 */

const CACHE = 'signed-in';
const URL_OF_NAME = '/signed-in';
const URL_OF_LANGUAGE = '/language';
const URL_OF_QUIET_HOURS = '/quiet-hours';

/** Hours of the clock on this device. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

/**
 * @param username undefined where nobody is signed in any more: then all of it is deleted
 * @param language of the notifications, BCP 47
 */
export async function tellWorker(username: string | undefined, language: string): Promise<void> {
  if (typeof caches === 'undefined') return;
  if (username === undefined) await caches.delete(CACHE);
  else {
    const cache = await caches.open(CACHE);
    await cache.put(URL_OF_NAME, new Response(username));
    await cache.put(URL_OF_LANGUAGE, new Response(language));
  }
}

/** Returns who is signed in; undefined if nobody is, or the browser has dropped it. */
export async function signedInPerson(): Promise<string | undefined> {
  const response = await caches.match(URL_OF_NAME, { cacheName: CACHE });
  return response?.text();
}

/** Returns the language in which the person wants to be told; undefined if that is not known. */
export async function toldLanguage(): Promise<string | undefined> {
  const response = await caches.match(URL_OF_LANGUAGE, { cacheName: CACHE });
  return response?.text();
}

/** Tells the worker when the person wants no sound. @param hours undefined for never */
export async function tellWorkerQuietHours(hours: Hours | undefined): Promise<void> {
  if (typeof caches === 'undefined') return;
  const cache = await caches.open(CACHE);
  if (hours) await cache.put(URL_OF_QUIET_HOURS, Response.json(hours));
  else await cache.delete(URL_OF_QUIET_HOURS);
}

export async function quietHours(): Promise<Hours | undefined> {
  const response = await caches.match(URL_OF_QUIET_HOURS, { cacheName: CACHE });
  return (await response?.json()) as Hours | undefined;
}
