/** Which conversations are listed anew once they are read: those whose place may count as unread. */

import { expect, it, vi } from 'vitest';
import { dayOf, placeKey } from '#functions/core/inbox/inbox-index.ts';
import { relistRead, type RelistServices } from '#functions/core/inbox/relist.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { MemoryInbox } from '../support/memory-inbox.ts';

it.each([
  { section: 'unread', isAnew: true },
  { section: 'pinned', isAnew: true },
  { section: 'request', isAnew: true },
  { section: 'read', isAnew: false },
  { section: 'archived', isAnew: false },
] as const)('a conversation placed as $section: $isAnew', async ({ section, isAnew }) => {
  const setListed = vi.fn<RelistServices['conversations']['setListed']>().mockResolvedValue(true);
  const inboxIndex = new MemoryInbox();
  const listed = placeKey({ section, at: 1, peer: 'bob' }, 'id');

  await relistRead(
    { conversations: { setListed }, inboxIndex, clock: manualClock() },
    { username: 'alice', peer: 'bob', listed },
  );

  const marks = await inboxIndex.fresh('alice', { after: undefined, limit: 1 });
  expect(marks).toEqual(isAnew ? [{ peer: 'bob', day: dayOf(NOW) }] : []);
  expect(setListed.mock.calls).toEqual(isAnew ? [['alice', 'bob', `- ${listed}`, { listed }]] : []);
});
