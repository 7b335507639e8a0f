/** *Mark as read* on a notification, as the worker of a browser does it with a server of this world. */

import { messageId } from '#contract/message-id.ts';
import type { KnownEntry } from '#functions/core/entry.ts';
import type { NotificationTarget } from '#web/src/text/notification.ts';
import { createAccount } from '#web/worker/account.ts';
import type { onTap, TellingParts } from '#web/worker/telling.ts';
import type { World } from './world.ts';

/** @returns the seq of what the worker shows after it; 0 where it shows nothing */
export async function markAsRead(
  world: World,
  { to, peer, seq }: Required<Pick<NotificationTarget, 'to' | 'peer' | 'seq'>>,
  log: readonly KnownEntry[],
  tap: typeof onTap,
): Promise<number> {
  const { conversations, now } = world;
  const account = createAccount(async (url, { method }) => {
    if (url === '/api/auth/refresh') return Response.json({ username: to, accessToken: 'token' });
    if (url === '/api/me/push')
      return Response.json({ device: { texts: false, about: { messages: true, offers: true } } });
    if (method === 'POST') {
      await conversations.advanceRead(to, peer, { readSeq: seq, readCount: 0 }, now());
      return new Response(null, { status: 204 });
    }
    const { readSeq = 0, muted = false } = (await conversations.get(to, peer)) ?? {};
    const unread = log.filter((entry) => entry.sender === peer && entry.seq > readSeq).length;
    const last = log.findLast((entry) => entry.sender === peer);
    const lastMessage = last && { ...last, id: messageId(last) };
    return Response.json({ peer, unread, readSeq, muted, lastMessage });
  });
  let shown = 0;
  const parts: TellingParts = {
    account,
    person: async () => ({ username: to }),
    shown: async () => [],
    show: async (_, { data }) => void (shown = (data as NotificationTarget).seq ?? 0),
    unsubscribe: async () => undefined,
    open: async () => undefined,
    now,
  };
  await tap({ to, peer, seq, path: '' }, 'read', parts);
  return shown;
}
