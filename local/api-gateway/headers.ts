/** Request headers as the gateways read them. */
import type { IncomingMessage } from 'node:http';

/** Headers by lower-case name. The object has no prototype, so that a name such as `__proto__` is just a name. */
export type Headers = Record<string, string>;

/** Reads a request's headers. The values of a repeated header are joined by commas. */
export function readHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = Object.create(null) as Headers;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    const value = rawHeaders[i + 1] ?? '';
    const earlier = headers[name];
    // A browser may split its cookies over several headers (RFC 9113 section 8.2.3). They are one list.
    headers[name] = earlier === undefined ? value : `${earlier}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  return headers;
}

/** Returns the peer's address. An IPv4 address that is mapped to IPv6 loses its prefix. */
export function peerAddress({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** Returns `x-forwarded-for` with one more hop at its right end. */
export function forwardedFor(earlier: string | undefined, address: string): string {
  return earlier ? `${earlier}, ${address}` : address;
}
