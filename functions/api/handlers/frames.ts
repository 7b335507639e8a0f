/**
 * Handling the frames of a socket. Frames that are not understood are ignored and counted: a socket has no
 * answers to give.
 */

import { ClientFrame, FRAME_MAX_BYTES, type ServerFrame } from '#contract/frames.ts';
import { Refusal } from '#contract/refusal.ts';
import type { Connection } from '../../core/connection.ts';
import { countFrame } from '../../core/limits.ts';
import { markRead, type MarkReadServices } from '../../core/mark-read.ts';
import type { Connections, Conversations, Counters, FrameMetrics, Gateway } from '../../core/ports.ts';
import { notifyTyping } from '../../core/typing.ts';

/** A frame that notifies other sockets. */
type ForwardedFrame = Exclude<ClientFrame, { readonly action: 'ping' }>;

export interface FrameServices extends MarkReadServices {
  readonly connections: Pick<Connections, 'list' | 'remove'>;
  readonly conversations: Pick<Conversations, 'get' | 'advanceRead'>;
  readonly gateway: Gateway;
  readonly counters: Counters;
  readonly metrics: FrameMetrics;
}

/**
 * Handles a frame that a socket sent. Closes the socket if the frame is too long, if its person may not act, or if it
 * does not count: it would hear nothing, and no sign-out would close it. Its client dials again.
 */
export async function receiveFrame(services: FrameServices, connection: Connection, text: string): Promise<void> {
  const { connections, gateway, counters, clock, metrics } = services;
  const { connectionId, username } = connection;
  if (Buffer.byteLength(text) > FRAME_MAX_BYTES) {
    await gateway.close(connectionId);
    return;
  }
  const frame = parse(text);
  const isPing = frame?.action === 'ping';
  // What nobody hears of costs no read.
  if (!frame || !(isPing || (await countFrame(counters, username, clock.now())))) return metrics.countIgnored(1);
  const sockets = await connections.list([username]);
  if (!sockets.some((socket) => socket.connectionId === connectionId)) {
    await gateway.close(connectionId);
    return;
  }
  if (isPing) {
    const pong: ServerFrame = { type: 'pong', connectionId };
    await gateway.post(connectionId, pong);
    return;
  }
  const dropped = await forward(services, connection, frame);
  if (dropped === undefined) metrics.countIgnored(1);
  else metrics.countDropped(dropped);
}

/** @returns how many frames to other sockets were not delivered; undefined where the frame is ignored */
async function forward(
  services: FrameServices,
  { connectionId, username }: Connection,
  frame: ForwardedFrame,
): Promise<number | undefined> {
  try {
    if (frame.action === 'typing') return await notifyTyping(services, { from: username, to: frame.to });
    return await markRead(services, { reader: username, peer: frame.target, seq: frame.seq, origin: connectionId });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'no-session') await services.gateway.close(connectionId);
    return undefined;
  }
}

function parse(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
