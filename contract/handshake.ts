/** The WebSocket handshake: the subprotocols a client offers, and the origins that are accepted. */

/** The subprotocol that both sides speak. */
export const SUBPROTOCOL = 'message-center.v1';
/** Prefix of the second subprotocol that a client offers; the access token follows. A token is never in a URL. */
export const BEARER_PREFIX = 'bearer.';

type Headers = Readonly<Record<string, string | undefined>>;

/** Returns the access token among the offered subprotocols, if the version we speak is offered as well. */
export function tokenOf(headers: Headers): string | undefined {
  const offered = (header(headers, 'sec-websocket-protocol') ?? '').split(',').map((protocol) => protocol.trim());
  const bearer = offered.find((protocol) => protocol.startsWith(BEARER_PREFIX));
  return offered.includes(SUBPROTOCOL) ? bearer?.slice(BEARER_PREFIX.length) : undefined;
}

/**
 * True if a handshake comes from the site's own page or from a native client, which sends no origin. Browsers
 * always send one, so foreign and sandboxed pages (`null`) are refused.
 */
export function isOwnOrigin(headers: Headers, siteOrigin: string): boolean {
  const origin = header(headers, 'origin');
  return origin === undefined || origin === siteOrigin;
}

/** The gateway passes header names on in the client's spelling. */
const header = (headers: Headers, name: string): string | undefined =>
  Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
