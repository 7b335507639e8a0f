/** Shows one post to Alice, for tests of what she can do with it. */
import { fireEvent, render, screen, within } from '@testing-library/react';
import type { Offer } from '#contract/offers.ts';
import type { Post } from '#contract/posts.ts';
import { NeedsPane } from '#web/src/screens/needs.tsx';
import { type FakeMailbox, fakeMailbox } from '../fake-mailbox.ts';
import { type FakeSession, fakeSession, inMessenger, refusal } from '../fake-session.ts';
import { post } from './posts.ts';

type Change = Partial<Post> & { version: number };

/** Shows a post to Alice. The server takes her changes over, unless `refuse` throws. */
export function show(
  shown: Post | (() => Post),
  refuse: (change: Change) => void = () => {},
  { offers = [], mailbox = fakeMailbox() }: { offers?: readonly Offer[]; mailbox?: FakeMailbox } = {},
): FakeSession {
  let stored = typeof shown === 'function' ? undefined : shown;
  const session = fakeSession({
    listOffers: () => ({ items: offers }),
    getPost: () => stored ?? (typeof shown === 'function' ? shown() : shown),
    changePost: ({ body }) => {
      const change = body as unknown as Change;
      refuse(change);
      if (!stored) throw refusal(404, 'not-found');
      stored = { ...stored, ...change, version: change.version + 1 };
      return stored;
    },
  });
  const { id } = typeof shown === 'function' ? { id: 'bob.1' } : shown;
  render(<NeedsPane selected={id} />, { wrapper: inMessenger(session, mailbox) });
  return session;
}

export const mine = (own: Partial<Post> = {}): Post =>
  post('1', { id: 'alice.1', owner: 'alice', ownerName: 'Alice', ...own });
export const button = (name: string | RegExp) => screen.findByRole('button', { name });
export const press = async (name: string | RegExp): Promise<void> => void fireEvent.click(await button(name));
export const confirm = async (name: string): Promise<void> =>
  void fireEvent.click(await within(await screen.findByRole('dialog')).findByRole('button', { name }));
export const changes = (session: FakeSession) =>
  session.calls
    .filter(([operation]) => operation === 'changePost')
    .map(([, given]) => (given as { body: unknown }).body);
