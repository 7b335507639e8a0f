/** The menu of the person who is signed in. */
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ProfileMenu } from '#web/src/parts/profile-menu.tsx';
import { fakeSession, inMessenger } from '../fake-session.ts';

it('leads to notes to oneself, which no list of people has', async () => {
  render(<ProfileMenu current={false} />, { wrapper: inMessenger(fakeSession({})) });
  fireEvent.click(screen.getByRole('button', { name: 'You, alice' }));

  const notes = await screen.findByRole('link', { name: 'Notes to yourself' });
  expect(notes.getAttribute('href')).toBe('/conversations/alice');
});
