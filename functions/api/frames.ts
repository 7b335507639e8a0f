/** The WebSocket's frames. They carry ids, never text; a side ignores types and actions it does not know. */
import * as z from 'zod/mini';
import { UserName } from './schemas.ts';

/** Longest frame a client may send, in bytes; a longer one closes its socket. */
export const FRAME_MAX_BYTES = 4 * 1024;

export const ServerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('messages'), ids: z.array(z.string()) }),
  z.object({ type: z.literal('read'), conversation: z.string(), by: UserName, seq: z.int() }),
  z.object({ type: z.literal('typing'), from: UserName }),
  z.object({ type: z.literal('pong'), connectionId: z.string() }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export const ClientFrame = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('ping') }),
  z.strictObject({ action: z.literal('read'), target: UserName, seq: z.int().check(z.minimum(1), z.maximum(999_999_999_999_999)) }),
  z.strictObject({ action: z.literal('typing'), to: UserName }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
