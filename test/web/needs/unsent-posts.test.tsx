/** Posts that are not published yet: what is said about them, and what can be done. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { NetworkError } from '#client/problem.ts';
import { NeedsList, NeedsPane } from '#web/src/screens/needs.tsx';
import { type FakeSession, fakeSession, inMessenger, refusal } from '../fake-session.ts';
import { post } from './posts.ts';

let failure: Error | undefined;

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/needs/new');
});

/** Publishes a post that fails so, and shows the list and my posts. */
async function publish(why: Error): Promise<FakeSession> {
  failure = why;
  const session = fakeSession({
    listPosts: () => ({ items: [] }),
    createPost() {
      if (failure) throw failure;
      return post('1', { id: 'alice.1' });
    },
  });
  const screens = (selected: string) => (
    <>
      <NeedsList selected={selected} />
      <NeedsPane selected={selected} />
    </>
  );
  const { rerender } = render(screens('new'), { wrapper: inMessenger(session) });
  fireEvent.change(screen.getByLabelText('What do you need?'), { target: { value: 'A flat tyre' } });
  fireEvent.change(screen.getByLabelText('Where'), { target: { value: 'Alfama' } });
  fireEvent.click(screen.getByRole('button', { name: 'Publish' }));
  await waitFor(() => expect(location.pathname).toBe('/needs/mine'));
  rerender(screens('mine'));
  return session;
}

const row = () => within(screen.getByRole('list', { name: 'Not published yet' })).getByRole('listitem');
const created = (session: FakeSession) => session.calls.filter(([operation]) => operation === 'createPost').length;

describe('a post without a connection', () => {
  it('is shown beside the list and among my posts, and goes once it is published', async () => {
    await publish(new NetworkError('No network.'));
    expect(row().textContent).toMatch(/A flat tyre.*Waiting for a connection/);
    expect(screen.getByText(/1 post of yours is waiting to be sent/)).toBeDefined();

    failure = undefined;
    fireEvent(window, new Event('online'));

    await waitFor(() => expect(screen.queryByRole('list', { name: 'Not published yet' })).toBeNull());
    expect(screen.queryByText(/waiting to be sent/)).toBeNull();
  });

  it('is deleted after a question, and not sent any more', async () => {
    const session = await publish(new NetworkError('No network.'));

    fireEvent.click(within(row()).getByRole('button', { name: 'Delete…' }));
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Not published yet' })).toBeNull());
    const before = created(session);
    fireEvent(window, new Event('online'));

    expect(created(session)).toBe(before);
  });

  it('goes back into the form to be edited, with all its fields', async () => {
    await publish(new NetworkError('No network.'));

    fireEvent.click(within(row()).getByRole('button', { name: 'Edit' }));

    await waitFor(() => expect(location.pathname).toBe('/needs/new'));
    const draft = JSON.parse(localStorage.getItem(localStorage.key(0) ?? '') ?? '{}') as object;
    expect(draft).toMatchObject({ values: { title: 'A flat tyre', placeName: 'Alfama' }, end: { days: '14' } });
    expect(screen.queryByRole('list', { name: 'Not published yet' })).toBeNull();
  });
});

it('says why a post that waited was refused, and tries again when it is told to', async () => {
  await publish(new NetworkError('No network.'));
  failure = refusal(403, 'forbidden');
  fireEvent(window, new Event('online'));
  expect((await screen.findByRole('alert')).textContent).toMatch(/^Not published\./);
  expect(screen.getByText(/1 post of yours is not published/)).toBeDefined();

  failure = undefined;
  fireEvent.click(within(row()).getByRole('button', { name: 'Try again' }));

  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});
