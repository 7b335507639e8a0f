/** The WebSocket handshake: what a client offers, and who asks. */

/** The WebSocket subprotocol both sides speak. */
export const SUBPROTOCOL = 'message-center.v1';
/** Prefix of the second subprotocol a client offers: the access token follows. No token is ever in a URL. */
export const BEARER_PREFIX = 'bearer.';

type Headers = Readonly<Record<string, string | undefined>>;

/** The access token among the offered subprotocols, if the version we speak is offered as well. */
export function tokenOf(headers: Headers): string | undefined {
  const offered = (header(headers, 'sec-websocket-protocol') ?? '').split(',').map((protocol) => protocol.trim());
  const bearer = offered.find((protocol) => protocol.startsWith(BEARER_PREFIX));
  return offered.includes(SUBPROTOCOL) ? bearer?.slice(BEARER_PREFIX.length) : undefined;
}

/** A browser always names its origin, so none is a native client; a foreign page, or a sandboxed one (`null`), is neither. */
export function isOwnOrigin(headers: Headers, siteOrigin: string): boolean {
  const origin = header(headers, 'origin');
  return origin === undefined || origin === siteOrigin;
}

/** The gateway hands the names on as the client wrote them. */
const header = (headers: Headers, name: string): string | undefined =>
  Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
