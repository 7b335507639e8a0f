/** The WebSocket handshake: the subprotocols a client offers. */

import { type Headers, headerOf } from './origin.ts';

/** The subprotocol that both sides speak. */
export const SUBPROTOCOL = 'message-center.v1';
/** Prefix of the second subprotocol that a client offers; the access token follows. A token is never in a URL. */
export const BEARER_PREFIX = 'bearer.';

/** Returns the access token among the offered subprotocols, if the version we speak is offered as well. */
export function tokenOf(headers: Headers): string | undefined {
  const offered = (headerOf(headers, 'sec-websocket-protocol') ?? '').split(',').map((protocol) => protocol.trim());
  const bearer = offered.find((protocol) => protocol.startsWith(BEARER_PREFIX));
  return offered.includes(SUBPROTOCOL) ? bearer?.slice(BEARER_PREFIX.length) : undefined;
}
