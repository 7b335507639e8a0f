/**
 * The WebSocket API as an origin of the distribution: handshakes pass with the headers that CloudFront would send.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html
 */
import type { IncomingMessage } from 'node:http';
import { forwardedFor, peerAddress } from '../api-gateway/headers.ts';
import type { Upgrade } from '../listeners.ts';
import type { Behavior } from './distribution.ts';
import { ALL_VIEWER_EXCEPT_HOST_HEADER } from './managed-policies.ts';

export interface Sockets {
  readonly id: string;
  readonly upgrade: Upgrade;
}

/**
 * @param behaviors those of the WebSocket API
 * @throws {Error} when one has a policy with which a handshake does not work behind CloudFront
 */
export function createSocketOrigin(behaviors: readonly Behavior[], sockets: Sockets): Upgrade {
  if (behaviors.some(({ originRequestPolicyId }) => originRequestPolicyId !== ALL_VIEWER_EXCEPT_HOST_HEADER))
    throw new Error(
      'A WebSocket API’s behaviour needs the origin request policy ALL_VIEWER_EXCEPT_HOST_HEADER: ' +
        'handshakes need their headers, and the API serves its own host name only.',
    );
  return (request, socket, head) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const behavior = behaviors.find(({ matches }) => matches(path));
    if (!behavior) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    setHeader(
      request,
      'X-Forwarded-For',
      forwardedFor(request.headers['x-forwarded-for']?.toString(), peerAddress(request)),
    );
    for (const [name, value] of Object.entries(behavior.originHeaders)) setHeader(request, name, value);
    sockets.upgrade(request, socket, head);
  };
}

/** Puts a header in the place of the client's own. */
function setHeader(request: IncomingMessage, name: string, value: string): void {
  const lower = name.toLowerCase();
  const kept: string[] = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    if (request.rawHeaders[i]?.toLowerCase() !== lower)
      kept.push(request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? '');
  request.rawHeaders = [...kept, name, value];
  request.headers[lower] = value;
}
