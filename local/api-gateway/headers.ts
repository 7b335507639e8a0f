/** Headers as the gateways see them. */
import type { IncomingMessage } from 'node:http';

/** Names in lower case; made without a prototype, so that any name a client sends is just a name. */
export type Headers = Record<string, string>;

/** A repeated header's values are joined by commas. */
export function readHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = Object.create(null) as Headers;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    const value = rawHeaders[i + 1] ?? '';
    const earlier = headers[name];
    // Browsers may split cookies over several headers (RFC 9113 section 8.2.3); they are one list.
    headers[name] = earlier === undefined ? value : `${earlier}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  return headers;
}

/** The peer's address, without IPv6's wrapping of an IPv4 one. */
export function peerAddress({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** `x-forwarded-for` with one more hop at its right end. */
export function forwardedFor(earlier: string | undefined, address: string): string {
  return earlier ? `${earlier}, ${address}` : address;
}
