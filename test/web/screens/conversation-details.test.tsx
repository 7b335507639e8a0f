/** What stands beside a conversation on a wide window: whom it is with, and what one can do. */
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { ConversationHeader } from '#web/src/conversation/conversation-header.tsx';
import { ConversationDetails } from '#web/src/people/conversation-details.tsx';
import { showDetails, useDetails } from '#web/src/state/details.ts';
import { useProfile } from '#web/src/state/profiles.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, person, refusal } from '../fake-session.ts';

const PHONE = 24;
const LAPTOP = 80;
const DESK = 120;

let width = DESK;
const listeners = new Set<() => void>();
const resize = (rem: number): void => {
  width = rem;
  act(() => listeners.forEach((listener) => listener()));
};

beforeEach(() => {
  width = DESK;
  vi.stubGlobal('matchMedia', (query: string) => ({
    get matches() {
      return width >= Number(/min-width: (\d+)rem/.exec(query)?.[1] ?? Infinity);
    },
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  }));
});
afterEach(() => vi.unstubAllGlobals());

const bob = {
  getUser: () => ({ ...person('bob', 'Bob Builder'), about: 'I have a ladder.', online: true }),
  listThanks: () => ({ items: [], help: { posts: 7, people: 5, more: false, createdAt: '2026-03-01T12:00:00.000Z' } }),
  listBlocks: () => ({ items: [] }),
};
const row = {
  peer: 'bob',
  muted: false,
  post: { id: 'bob.1', title: 'A drill' },
} as unknown as InboxRow;

function Page({ peer }: { peer: string }) {
  const { shown } = useDetails();
  return (
    <>
      <ConversationHeader peer={peer} profile={useProfile(peer)} unknown={false} />
      {shown && <ConversationDetails peer={peer} />}
    </>
  );
}

function show({ answers = {}, peer = 'bob' } = {}) {
  const mailbox = fakeMailbox({ inbox: [row] });
  render(<Page peer={peer} />, { wrapper: inMessenger(fakeSession({ ...bob, ...answers }), mailbox) });
  return mailbox;
}
const details = () => screen.queryByRole('complementary', { name: 'About Bob Builder' });
const opener = () => screen.queryByRole('button', { name: 'Details' });

it('says who it is, what the two write about, and acts on the person', async () => {
  const mailbox = show();
  const aside = within(await screen.findByRole('complementary', { name: 'About Bob Builder' }));

  expect(aside.getByText('I have a ladder.')).toBeDefined();
  expect(aside.getByText(/Online/).textContent).toBe('bob · Online');
  expect(await aside.findByText(/Helped 7 times/)).toBeDefined();
  expect(aside.getByRole('link', { name: 'A drill' }).getAttribute('href')).toBe('/needs/bob.1');
  expect(aside.getByRole('link', { name: 'Open profile' }).getAttribute('href')).toBe('/people/bob');

  fireEvent.click(aside.getByRole('button', { name: 'Mute for good' }));
  expect(mailbox.calls).toContainEqual(['updateConversation', 'bob', { muted: true }]);
  fireEvent.click(aside.getByRole('button', { name: 'Report…' }));
  expect(await screen.findByRole('dialog')).toBeDefined();
});

it('says what could not be done', async () => {
  const mailbox = show({ answers: { listBlocks: () => ({ items: [{ username: 'bob' }] }) } });
  Object.assign(mailbox, { updateConversation: async () => Promise.reject(refusal(503, 'unavailable')) });
  const aside = within(await screen.findByRole('complementary', { name: 'About Bob Builder' }));
  expect(await aside.findByRole('button', { name: 'Unblock' })).toBeDefined();
  expect(aside.queryByText(/Online/)).toBeNull();

  fireEvent.click(aside.getByRole('button', { name: 'Mute for good' }));

  expect((await aside.findByRole('alert')).textContent).toContain('went wrong on our side');
});

it('is there where there is room, unless it was closed, which this device remembers', async () => {
  show();
  expect(await screen.findByRole('complementary', { name: 'About Bob Builder' })).toBeDefined();
  resize(LAPTOP);
  expect(details()).toBeNull();
  fireEvent.click(opener() as HTMLElement);
  expect(details()).not.toBeNull();
  expect(opener()?.getAttribute('aria-expanded')).toBe('true');
  resize(PHONE);
  expect(details()).toBeNull();
  expect(opener()).toBeNull();

  resize(DESK);
  fireEvent.click(screen.getByRole('button', { name: 'Close details' }));
  expect(details()).toBeNull();
  vi.resetModules();
  const fresh = await import('#web/src/state/details.ts');
  function Shown() {
    return <output>{String(fresh.useDetails().shown)}</output>;
  }
  render(<Shown />);
  expect(screen.getByText('false')).toBeDefined();
  act(() => showDetails(true));
});

it('is left by Esc, which closes nothing else, and goes on at its button', async () => {
  show();
  const aside = await screen.findByRole('complementary', { name: 'About Bob Builder' });

  expect(fireEvent.keyDown(within(aside).getByRole('link', { name: 'Open profile' }), { key: 'Escape' })).toBe(false);

  expect(details()).toBeNull();
  expect(document.activeElement).toBe(opener());
  act(() => showDetails(true));
});

it.each([
  ['notes to oneself', { peer: 'alice' }],
  ['an account that is gone', { answers: { getUser: () => Promise.reject(refusal(404, 'not-found')) } }],
])('is not beside %s', async (_, given) => {
  show(given);
  await act(async () => undefined);

  expect(screen.queryByRole('complementary')).toBeNull();
  expect(opener()).toBeNull();
});
