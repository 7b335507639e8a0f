/** Which origins of requests are the site's own. */

export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * True if a request comes from the site's own page or from a native client, which sends no origin. Browsers send one
 * with every handshake and every request that changes something, so foreign and sandboxed pages (`null`) are refused.
 */
export function isOwnOrigin(headers: Headers, siteOrigin: string): boolean {
  const origin = headerOf(headers, 'origin');
  return origin === undefined || origin === siteOrigin;
}

/** The WebSocket gateway passes header names on in the client's spelling. */
export const headerOf = (headers: Headers, name: string): string | undefined =>
  Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
