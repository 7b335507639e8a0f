import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { PersonRow } from '#web/src/parts/person-row.tsx';
import { Inbox } from '#web/src/screens/inbox.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

describe('the inbox', () => {
  it('marks what is pinned and what is muted, in the order it is given', () => {
    const row = {
      written: '2026-01-01T00:00:00.000Z',
      lastSeq: 1,
      unread: 1,
      readSeq: 0,
      muted: false,
      pinned: false,
      blocked: false,
    };
    const inbox: readonly InboxRow[] = [
      { ...row, peer: 'carla', pinned: true },
      { ...row, peer: 'bob', muted: true },
      { ...row, peer: 'dan' },
    ];

    render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), fakeMailbox({ inbox })) });

    const said = screen.getAllByRole('link').map(({ textContent }) => textContent.match(/carla|bob|dan|Pinned|Muted/g));
    expect(said).toEqual([['carla', 'Pinned'], ['bob', 'Muted'], ['dan']]);
  });

  it('says the user name with what people call themselves: that may be anybody else’s', () => {
    const roving = { 'data-roving': '', tabIndex: 0, onFocus: () => {} };

    render(
      <ul>
        <PersonRow name="bob" label="Carla" href="/conversations/bob" current={false} roving={roving} />
        <PersonRow name="dan" label="dan" href="/conversations/dan" current={false} roving={roving} />
      </ul>,
    );

    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Carla bob$/),
      expect.stringMatching(/^DAdan$/),
    ]);
  });
});
