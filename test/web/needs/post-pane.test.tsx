/** One post: for everybody, and for its owner. */
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import type { Post } from '#contract/posts.ts';
import { NeedsPane } from '#web/src/screens/needs.tsx';
import { readDraftFiles, writeDraftFiles } from '#web/src/state/drafts.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';
import { inDays, post } from './posts.ts';
import { button, changes, confirm, mine, press, show } from './show-post.tsx';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/needs/1');
});

const picture = (id: string) => ({ id, type: 'image/webp', bytes: 8, width: 4, height: 3 }) as const;

describe('a post', () => {
  it('shows all that its owner says, and leads to them with what it is about', async () => {
    show(
      post('1', {
        title: 'A flat tyre',
        description: 'I have no tools.',
        category: 'repairs',
        reward: 'A cake',
        placeName: 'Alfama',
        place: { latitude: 38.713281, longitude: -9.131578, blur: '600m' },
        editedAt: new Date().toISOString(),
      }),
    );

    const article = await screen.findByRole('article', { name: 'A flat tyre' });
    for (const text of [
      'Need',
      'Repairs',
      'Open',
      'I have no tools.',
      'A cake',
      'Alfama',
      'Bob Builder',
      '10 more days',
    ])
      expect(within(article).getByText(text)).toBeDefined();
    expect(article.textContent).toContain('In a square of about 600 m.');
    expect(article.textContent).toContain('1 h ago, edited');
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    const link = screen.getByRole('link', { name: 'I can help' });
    expect(link.getAttribute('href')).toBe('/conversations/bob');
    fireEvent.click(link);

    expect(localStorage.getItem('draft-post:alice:bob')).toBe('bob.1:A flat tyre');
  });

  it('without a name of its place is near a town, in a square that a map shows', async () => {
    show(post('1', { place: { latitude: 38.713281, longitude: -9.131578, blur: '600m' } }));

    expect(
      await screen.findByText('In a square of about 600 m, near Lisbon, Portugal.', { exact: false }),
    ).toBeDefined();
    const link = screen.getByRole('link', { name: 'Show on a map' });
    const box = new URL(link.getAttribute('href') ?? '').searchParams;
    expect(box.get('box')).toBe('yes');
    expect(Number(box.get('minlon'))).toBeLessThan(-9.131578);
    expect(Number(box.get('maxlon'))).toBeGreaterThan(-9.131578);
    expect(Number(box.get('minlat'))).toBeLessThan(38.713281);
    expect(Number(box.get('maxlat'))).toBeGreaterThan(38.713281);
    expect(link.getAttribute('rel')).toBe('noreferrer');
  });

  it('that is an offer is answered in other words', async () => {
    show(post('1', { kind: 'offer' }));

    expect(await screen.findByRole('link', { name: 'I’d like this' })).toBeDefined();
  });

  it('that I have written from leads to the conversation as it is', async () => {
    const row = { peer: 'bob', post: { id: 'bob.1', title: 'Post 1' } } as InboxRow;
    show(post('1'), () => {}, { mailbox: fakeMailbox({ inbox: [row] }) });

    fireEvent.click(await screen.findByRole('link', { name: 'Open chat with Bob Builder' }));

    expect(localStorage.getItem('draft-post:alice:bob')).toBeNull();
  });

  it.each([
    ['me', { promisedTo: 'alice' }, 'It is promised to you.'],
    ['somebody', {}, 'Somebody is helping already. You can still write.'],
  ])('that is promised to %s says so', async (_, own, text) => {
    show(post('1', { status: 'promised', ...own }));

    expect(await screen.findByText(text)).toBeDefined();
  });

  it('leaves a message that was begun to its owner as it is', async () => {
    localStorage.setItem('draft:alice:bob', 'Hello');
    show(post('1'));

    fireEvent.click(await screen.findByRole('link', { name: 'I can help' }));

    expect(localStorage.getItem('draft:alice:bob')).toBe('Hello');
  });

  it('that is not there says so', async () => {
    show(() => {
      throw refusal(404, 'not-found');
    });

    expect(await screen.findByText('This post isn’t there')).toBeDefined();
    expect(screen.getByRole('link', { name: 'See all posts' }).getAttribute('href')).toBe('/needs');
  });

  it('that cannot be loaded is tried again', async () => {
    let isBroken = true;
    show(() => {
      if (isBroken) throw refusal(503, 'unavailable');
      return post('1');
    });
    const retry = await button('Try again');

    isBroken = false;
    fireEvent.click(retry);

    expect(await screen.findByRole('article', { name: 'Post 1' })).toBeDefined();
  });
});

describe('a post of mine', () => {
  it('is promised, opened again and renewed at once', async () => {
    const session = show(mine({ version: 3 }));

    // A button does nothing while the step before is under way.
    await press('Promised');
    await screen.findByText('Others see that it is promised.');
    await press('Open again');
    await screen.findByText('It is open again.');
    await press('Renew');

    expect(await screen.findByText('It lasts 14 days from now.')).toBeDefined();
    expect(changes(session)).toEqual([
      { version: 3, status: 'promised' },
      { version: 4, status: 'open' },
      { version: 5, lastsUntil: expect.stringMatching(/Z$/) },
    ]);
  });

  it.each([
    ['Done…', 'Mark as done', 'done', 'Done'],
    ['Withdraw…', 'Withdraw', 'withdrawn', 'Withdrawn'],
  ])('is over after a question: %s', async (action, answer, status, shown) => {
    const session = show(mine());

    await press(action);
    expect(changes(session)).toEqual([]);
    await confirm(answer);

    expect(await screen.findByText(shown)).toBeDefined();
    expect(changes(session)).toEqual([{ version: 1, status }]);
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Delete…']);
  });

  it('that has expired is renewed', async () => {
    const session = show(mine({ lastsUntil: inDays(-1) }));
    await screen.findByText('Expired');

    await press('Renew');

    expect(await screen.findByText('Open')).toBeDefined();
    expect(changes(session)).toHaveLength(1);
  });

  it('is deleted after a question, and the list is shown', async () => {
    const session = show(mine());

    await press('Delete…');
    await confirm('Delete');

    await waitFor(() => expect(location.pathname).toBe('/needs'));
    expect(session.calls).toContainEqual(['deletePost', { parameters: { id: 'alice.1' } }]);
  });

  it('that an administrator removed says why', async () => {
    show(mine({ status: 'removed', removal: 'An advertisement.' }));

    expect(await screen.findByText('An administrator removed this post: An advertisement.')).toBeDefined();
  });

  it('is edited, and says at the field what is wrong', async () => {
    const session = show(mine({ title: 'A flat tyre', reward: 'A cake' }));
    await press('Edit');
    const title = screen.getByRole('textbox', { name: 'What do you need?' });

    fireEvent.change(title, { target: { value: ' ' } });
    await press('Save');
    expect(title.getAttribute('aria-invalid')).toBe('true');
    fireEvent.change(title, { target: { value: 'Two flat tyres' } });
    fireEvent.change(screen.getByRole('textbox', { name: 'In return' }), { target: { value: '' } });
    await press('Save');

    expect(await screen.findByRole('article', { name: 'Two flat tyres' })).toBeDefined();
    expect(changes(session)).toEqual([
      { version: 1, title: 'Two flat tyres', category: 'other', description: '', reward: '' },
    ]);
  });

  it('is open for change again where that was begun and not saved, with its pictures and texts', async () => {
    const pictures = [picture('one'), picture('two')];
    show(mine({ title: 'A flat tyre', pictures }));
    await press('Edit');
    fireEvent.change(screen.getByRole('textbox', { name: 'What do you need?' }), { target: { value: 'Two' } });
    fireEvent.click(screen.getByRole('button', { name: 'Remove picture 1' }));
    act(() => writeDraftFiles('alice', '/needs/alice.1', [{ key: 'new', type: 'image/webp', bytes: 8 }]));
    await screen.findByRole('list', { name: 'New pictures' });

    cleanup();
    const session = show(mine({ title: 'A flat tyre', pictures }));

    expect(await screen.findByText('You haven’t saved these changes yet.')).toBeDefined();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'What do you need?' }).value).toBe('Two');
    expect(within(screen.getByRole('list', { name: 'Pictures of this post' })).getAllByRole('listitem')).toHaveLength(
      1,
    );
    const added = await screen.findByRole('list', { name: 'New pictures' });
    fireEvent.click(await within(added).findByRole('button', { name: /^Remove/ }));
    await press('Save');

    await waitFor(() => expect(changes(session)).toMatchObject([{ title: 'Two', pictures: ['two'] }]));
    await waitFor(() => expect(Object.keys(localStorage).filter((key) => key.startsWith('draft'))).toEqual([]));
  });

  it('keeps nothing of a change that is cancelled', async () => {
    show(mine());
    await press('Edit');
    act(() => writeDraftFiles('alice', '/needs/alice.1', [{ key: 'new', type: 'image/webp', bytes: 8 }]));

    await press('Cancel');
    await confirm('Discard');

    await waitFor(() => expect(readDraftFiles('alice', '/needs/alice.1')).toEqual([]));
    expect(await button('Edit')).toBeDefined();
  });

  it('is left as it is without a question where nothing was changed', async () => {
    show(mine());
    await press('Edit');

    await press('Cancel');

    expect(await button('Edit')).toBeDefined();
  });

  it('that was changed meanwhile is read again, shown as it is now, and keeps what was typed', async () => {
    let current = mine({ title: 'A flat tyre' });
    const session = fakeSession({
      listOffers: () => ({ items: [] }),
      getPost: () => current,
      changePost: ({ body = {} }) => {
        if (body['version'] !== current.version) throw refusal(409, 'changed');
        current = { ...current, ...(body as Partial<Post>), version: current.version + 1 };
        return current;
      },
    });
    render(<NeedsPane selected="alice.1" />, { wrapper: inMessenger(session) });
    await press('Edit');
    const title = screen.getByRole('textbox', { name: 'What do you need?' });
    fireEvent.change(title, { target: { value: 'Two flat tyres' } });
    current = { ...current, title: 'Three flat tyres', version: 2 };

    await press('Save');

    expect((await screen.findByRole('alert')).textContent).toContain('was changed in another window');
    expect(await screen.findByRole('article', { name: 'Three flat tyres' })).toBeDefined();
    await press('Save');
    expect(await screen.findByRole('article', { name: 'Two flat tyres' })).toBeDefined();
  });

  it('says when a step is refused, and stays as it is', async () => {
    show(mine(), () => {
      throw refusal(429, 'too-many-requests');
    });

    await press('Promised');

    expect((await screen.findByRole('alert')).textContent).toBe('The server says no.');
    expect(screen.getByText('Open')).toBeDefined();
  });
});
