/** What stands beside the list while no conversation is open. */
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { NothingSelected } from '#web/src/parts/nothing-selected.tsx';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

it('asks for a choice only where there is one', () => {
  const mailbox = fakeMailbox({ inbox: [{ peer: 'bob' } as InboxRow] });
  render(<NothingSelected area="conversations" />, { wrapper: inMailbox(mailbox) });

  expect(screen.getByRole('heading', { name: 'Select a conversation' })).toBeDefined();
});

it('gives people without a conversation something to do', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  render(<NothingSelected area="conversations" />, { wrapper: inMailbox(fakeMailbox({ inbox: [] })) });
  expect(screen.queryByText(/Select/)).toBeNull();
  expect(screen.getByRole('link', { name: 'See what people need' }).getAttribute('href')).toBe('/needs');

  fireEvent.click(screen.getByRole('button', { name: 'Copy invite link' }));

  expect(await screen.findByText(/Copied/)).toBeDefined();
  expect(copied).toHaveBeenCalledWith(`${location.origin}/sign-up`);
});
