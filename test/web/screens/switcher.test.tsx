/** The overlay that goes to a conversation. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, useLayoutEffect } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { Switcher } from '#web/src/screens/switcher.tsx';
import { keepTyped } from '#web/src/state/typed-ahead.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, person } from '../fake-session.ts';

describe('the switcher', () => {
  const navigate = vi.fn<(to: string) => void>();
  const onClose = vi.fn<() => void>();
  beforeEach(() => {
    vi.resetAllMocks();
    const inbox = ['cem', 'bob'].map((peer) => ({ peer }) as InboxRow);
    const people = [person('bob', 'Robert Durand'), person('carla', 'Çarla Büyük'), person('zoe')];
    const session = fakeSession({
      searchMessages: () => ({
        items: [
          {
            id: 'alice~cem.3',
            seq: 3,
            sender: 'cem',
            timestamp: '2026-03-01T12:00:00.000Z',
            excerpt: [{ text: 'Ask ' }, { text: 'bo', found: true }, { text: 'b' }],
          },
        ],
      }),
      listUsers: ({ query }) => ({
        items: people.filter(
          ({ username }) => typeof query?.['prefix'] !== 'string' || username.startsWith(query['prefix']),
        ),
      }),
    });
    const Inner = inMessenger(session, fakeMailbox({ inbox }));
    render(<Switcher peer="cem" navigate={navigate} onClose={onClose} />, {
      wrapper: Inner,
    });
  });
  const box = () => screen.getByRole('combobox');
  // Not the letters of the avatar.
  const nameOf = (option: HTMLElement): string | undefined => option.lastElementChild?.textContent;
  const options = () => screen.queryAllByRole('option').map(nameOf);
  const chosen = () => nameOf(screen.getByRole('option', { selected: true }));

  it('offers conversations, notes to oneself and then people, each once, and chooses the first', async () => {
    await screen.findByText('zoe');

    expect(options()).toEqual(['cem', 'bob', 'Notes to yourself', 'Çarla Büyük carla', 'zoe']);
    expect(chosen()).toBe('cem');
    expect(
      document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.lastElementChild?.textContent,
    ).toBe('cem');
  });

  it('has what was typed before its field had the focus', async () => {
    cleanup();
    keepTyped(() => undefined);
    const press = (key: string) => fireEvent.keyDown(document.body, { key });
    /** Types once the overlay is drawn, and before effects have given its field the focus. */
    function Hurried({ children }: { children: ReactNode }) {
      useLayoutEffect(() => void press('o'), []);
      return children;
    }
    press('b');
    render(
      <Hurried>
        <Switcher peer="cem" navigate={navigate} onClose={onClose} />
      </Hurried>,
      {
        wrapper: inMessenger(
          fakeSession({ searchMessages: () => ({ items: [] }), listUsers: () => ({ items: [] }) }),
          fakeMailbox({ inbox: [] }),
        ),
      },
    );

    expect((box() as HTMLInputElement).value).toBe('bo');
    expect(press('x')).toBe(true);
  });

  it('opens the first hit that comes where Enter was pressed before there was one', async () => {
    cleanup();
    const answers: ((found: object) => void)[] = [];
    const found = new Promise<object>((resolve) => void answers.push(resolve));
    render(<Switcher navigate={navigate} onClose={onClose} />, {
      wrapper: inMessenger(fakeSession({ listUsers: () => found }), fakeMailbox({ inbox: [] })),
    });
    fireEvent.change(box(), { target: { value: 'nobo' } });
    fireEvent.keyDown(box(), { key: 'Enter' });
    fireEvent.change(box(), { target: { value: 'carl' } });
    expect(options()).toEqual([]);

    fireEvent.keyDown(box(), { key: 'Enter' });
    answers[0]?.({ items: [person('nobody'), person('carla')] });

    await vi.waitFor(() => expect(navigate.mock.calls).toEqual([['/conversations/carla']]));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('opens the first hit where Enter was pressed before its field was there', async () => {
    cleanup();
    keepTyped(() => undefined);
    for (const key of ['b', 'o', 'Enter', 'h', 'i']) fireEvent.keyDown(document.body, { key });

    render(<Switcher peer="cem" navigate={navigate} onClose={onClose} />, {
      wrapper: inMessenger(
        fakeSession({ searchMessages: () => ({ items: [] }), listUsers: () => ({ items: [] }) }),
        fakeMailbox({ inbox: ['cem', 'bob'].map((peer) => ({ peer }) as InboxRow) }),
      ),
    });

    await vi.waitFor(() => expect(navigate.mock.calls).toEqual([['/conversations/bob']]));
  });

  it('opens the first hit by Enter', () => {
    fireEvent.change(box(), { target: { value: 'BO' } });
    expect(options()).toEqual(['bob']);

    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(navigate).toHaveBeenCalledExactlyOnceWith('/conversations/bob');
    expect(onClose).toHaveBeenCalledOnce();
  });

  it.each([
    ['an input method composes', { isComposing: true }],
    ['it ends a composition, in Safari', { keyCode: 229 }],
  ])('does not open anything by Enter while %s', (_when, press) => {
    fireEvent.change(box(), { target: { value: 'bo' } });

    fireEvent.keyDown(box(), { key: 'Enter', ...press });

    expect(navigate).not.toHaveBeenCalled();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('finds texts of the open conversation after the people, and opens one at its place', async () => {
    fireEvent.change(box(), { target: { value: 'bo' } });
    const group = await screen.findByRole('group', { name: 'In this conversation' });
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(group.contains(screen.getByRole('option', { selected: true }))).toBe(true);

    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(navigate).toHaveBeenCalledExactlyOnceWith('/conversations/cem?at=alice%7Ecem.3');
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('moves by arrows, around the ends, and begins again with each letter', async () => {
    await screen.findByText('zoe');
    fireEvent.keyDown(box(), { key: 'ArrowUp' });
    expect(chosen()).toBe('zoe');
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(chosen()).toBe('bob');

    fireEvent.change(box(), { target: { value: 'c' } });

    expect(chosen()).toBe('cem');
  });

  it('finds people by any word of their names, without regard to accents', async () => {
    await screen.findByText('zoe');
    fireEvent.change(box(), { target: { value: 'buy' } });
    expect(options()).toEqual(['Çarla Büyük carla']);

    fireEvent.click(screen.getByRole('option'));

    expect(navigate).toHaveBeenCalledExactlyOnceWith('/conversations/carla');
  });

  it('moves and closes where scrolling into view returns a promise, as in new browsers', () => {
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockReturnValue(Promise.resolve() as never);

    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    fireEvent.keyDown(box(), { key: 'ArrowDown' });

    expect(chosen()).toBe('Notes to yourself');
    expect(scroll).toHaveBeenCalled();
    scroll.mockRestore();
  });

  it('says when nobody is found, and then opens nothing', () => {
    fireEvent.change(box(), { target: { value: 'x' } });
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(screen.getByText('Nobody found.')).toBeDefined();
    expect(navigate).not.toHaveBeenCalled();
  });

  it('keeps the keys of the messenger from what lies below', () => {
    const below = vi.fn<() => void>();
    window.addEventListener('keydown', below);
    fireEvent.keyDown(box(), { key: 'ArrowDown', altKey: true });
    window.removeEventListener('keydown', below);

    expect(below).not.toHaveBeenCalled();
  });
});
