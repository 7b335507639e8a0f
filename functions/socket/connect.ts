/** Writes a socket down before it is open, so that no message sent from then on misses it. Nothing is posted from here. */

import { SUBPROTOCOL } from '#contract/handshake.ts';
import { notifier } from '../aws/notifier.ts';
import { connectionOf, issuedAtOf, type SocketEvent } from '../aws/socket-event.ts';
import { deviceOf } from '../core/device.ts';
import { openSocket } from '../core/sessions.ts';

export async function handler(event: SocketEvent) {
  const device = deviceOf(event.requestContext.identity?.userAgent);
  const mayOpen = await openSocket(notifier, { ...connectionOf(event), device }, issuedAtOf(event));
  return mayOpen ? { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } } : { statusCode: 401 };
}
