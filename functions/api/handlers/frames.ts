/** What a socket's frames do. Whatever is not understood is ignored and counted: a socket has no answers to give. */

import { ClientFrame, FRAME_MAX_BYTES, type ServerFrame } from '#contract/frames.ts';
import { Refusal } from '#contract/refusal.ts';
import type { ConversationRows } from '../../core/inbox.ts';
import { countFrame, type Counters } from '../../core/limits.ts';
import { markRead, type ReadStores } from '../../core/mark-read.ts';
import type { Connection, Gateway, Notifier } from '../../core/notify.ts';
import { tellTyping } from '../../core/typing.ts';

/** A frame that is told to others. */
type SignFrame = Exclude<ClientFrame, { readonly action: 'ping' }>;

export interface SocketServices {
  readonly stores: ReadStores & { readonly conversations: Pick<ConversationRows, 'get'> };
  readonly notifier: Notifier & { readonly gateway: Gateway & { close(connectionId: string): Promise<unknown> } };
  readonly counters: Counters;
  /** Told of frames that could not be delivered, and of frames that were ignored. */
  readonly count: { dropped(frames: number): void; ignored(frames: number): void };
}

export async function receiveFrame(services: SocketServices, connection: Connection, text: string): Promise<void> {
  const { notifier, counters, count } = services;
  const { connectionId, username } = connection;
  if (Buffer.byteLength(text) > FRAME_MAX_BYTES) {
    await notifier.gateway.close(connectionId);
    return;
  }
  const frame = parse(text);
  if (frame?.action === 'ping') {
    const pong: ServerFrame = { type: 'pong', connectionId };
    await notifier.gateway.post(connectionId, pong);
    return;
  }
  const failed =
    frame && (await countFrame(counters, username, notifier.clock.now()))
      ? await handle(services, connection, frame)
      : undefined;
  if (failed === undefined) count.ignored(1);
  else count.dropped(failed);
}

/** @returns how many frames that follow from this one were not delivered; undefined where it meant nothing */
async function handle(
  { stores, notifier }: SocketServices,
  connection: Connection,
  frame: SignFrame,
): Promise<number | undefined> {
  const { connectionId, username } = connection;
  if (frame.action === 'typing') return tellTyping(stores.conversations, notifier, { from: username, to: frame.to });
  try {
    return await markRead(stores, notifier, {
      reader: username,
      peer: frame.target,
      seq: frame.seq,
      origin: connectionId,
    });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function parse(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
