/** What a socket's frames do. Whatever is not understood is ignored and counted: a socket has no answers to give. */
import type { ConversationRows } from '../../core/inbox.ts';
import type { Connection, Gateway, Notifier } from '../../core/notify.ts';
import { markRead, type ReadStores } from '../../core/read.ts';
import { Refusal } from '../../core/refusal.ts';
import { tellTyping } from '../../core/typing.ts';
import { ClientFrame, FRAME_MAX_BYTES, type ServerFrame } from '../frames.ts';

export interface SocketServices {
  readonly stores: ReadStores & { readonly conversations: Pick<ConversationRows, 'get'> };
  readonly notifier: Notifier & { readonly gateway: Gateway & { close(connectionId: string): Promise<unknown> } };
  /** Told of frames that could not be delivered, and of frames that were ignored. */
  readonly count: { dropped(frames: number): void; ignored(frames: number): void };
}

export async function receiveFrame({ stores, notifier, count }: SocketServices, connection: Connection, text: string): Promise<void> {
  const { connectionId, username } = connection;
  if (Buffer.byteLength(text) > FRAME_MAX_BYTES) {
    await notifier.gateway.close(connectionId);
    return;
  }
  const frame = parse(text);
  switch (frame?.action) {
    case 'ping': {
      const pong: ServerFrame = { type: 'pong', connectionId };
      await notifier.gateway.post(connectionId, pong);
      return;
    }
    case 'read':
      try {
        count.dropped(await markRead(stores, notifier, { reader: username, peer: frame.target, seq: frame.seq, origin: connectionId }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        count.ignored(1);
      }
      return;
    case 'typing': {
      const failed = await tellTyping(stores.conversations, notifier, { from: username, to: frame.to });
      if (failed === undefined) count.ignored(1);
      else count.dropped(failed);
      return;
    }
    case undefined:
      count.ignored(1);
  }
}

function parse(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
