/** Handling the frames of a socket. Frames that are not understood are ignored and counted. */

import { ClientFrame, FRAME_MAX_BYTES, type ServerFrame } from '#contract/frames.ts';
import { Refusal } from '#contract/refusal.ts';
import type { Connection, Sights } from '../../core/connection.ts';
import { stopWatching, watchFeed, type WatchServices } from '../../core/feed/watch.ts';
import { countFrame } from '../../core/limits.ts';
import { markRead, type MarkReadServices } from '../../core/mark-read.ts';
import type { Connections, Conversations, Counters, FrameMetrics, Gateway, Log } from '../../core/ports.ts';
import { notifyTyping } from '../../core/typing.ts';
import type { CountUseless } from '../../core/useless-frames.ts';

/** A frame that notifies other sockets. */
type ForwardedFrame = Extract<ClientFrame, { readonly action: 'read' | 'typing' }>;

export interface FrameServices extends MarkReadServices, WatchServices {
  readonly log: MarkReadServices['log'] & Pick<Log, 'heads'>;
  readonly connections: Pick<Connections, 'list' | 'remove'> & WatchServices['connections'];
  readonly sights: Sights;
  readonly conversations: MarkReadServices['conversations'] & Pick<Conversations, 'get'>;
  readonly gateway: Gateway;
  readonly counters: Counters;
  readonly countUseless: CountUseless;
  readonly metrics: FrameMetrics;
}

/**
 * Handles a frame that a socket sent. Closes the socket if the frame is too long, if it sends many that do nothing, if
 * its person may not act, or if it does not count: it would hear nothing, and no sign-out would close it. Its client
 * dials again.
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
  const isIgnored = !frame || !(isPing || (await countFrame(counters, username, clock.now())));
  if ((isPing || isIgnored) && !(await services.countUseless(connectionId, clock.now()))) {
    await gateway.close(connectionId);
    return;
  }
  // What nobody hears of costs no read.
  if (isIgnored) return metrics.countIgnored(1);
  const sockets = await connections.list([username]);
  const own = sockets.find((socket) => socket.connectionId === connectionId);
  if (!own) {
    await gateway.close(connectionId);
    return;
  }
  const answer = await answerTo(services, { ...connection, watched: own.watched }, frame);
  if (answer) {
    await gateway.post(connectionId, answer);
    return;
  }
  if (frame.action === 'sight') {
    // Most say what is known: a page that is shown again after a moment, or a frame that came twice.
    if ((own.sight ?? false) !== frame.visible) await services.sights.setSight(username, connectionId, frame.visible);
    return;
  }
  if (frame.action !== 'read' && frame.action !== 'typing') return;
  const dropped = await forward(services, connection, frame);
  if (dropped === undefined) metrics.countIgnored(1);
  else metrics.countDropped(dropped);
}

/** @returns what the socket is answered; undefined where the frame has no answer, or the socket has just closed */
async function answerTo(
  services: FrameServices,
  connection: Connection,
  frame: ClientFrame,
): Promise<ServerFrame | undefined> {
  switch (frame.action) {
    case 'ping':
      return { type: 'pong', connectionId: connection.connectionId };
    case 'feed':
      return watchFeed(services, connection, frame.area);
    case 'feed-stop':
      return stopWatching(services, connection);
    default:
      return undefined;
  }
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
