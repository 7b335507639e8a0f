/** Reporting a thank-you. */
import { fireEvent, render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ReportThanksButton } from '#web/src/parts/report-thanks-button.tsx';
import { fakeSession, inMessenger } from '../fake-session.ts';

it('a thank-you is reported with a reason, and the reporter is thanked', async () => {
  const session = fakeSession({});
  const thanks = { post: 'bob.1', giverName: 'Bob', text: 'Call me' };
  render(<ReportThanksButton thanks={thanks} helper="carla" />, { wrapper: inMessenger(session) });

  fireEvent.click(screen.getByRole('button', { name: 'Report the thank-you of Bob' }));
  const dialog = await screen.findByRole('dialog', { name: 'Report this thank-you' });
  expect(within(dialog).getByText('Call me')).toBeDefined();
  fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'spam' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Report' }));

  expect(await screen.findByRole('dialog', { name: 'Thank you' })).toBeDefined();
  expect(session.calls).toContainEqual([
    'report',
    { body: { thanks: { post: 'bob.1', helper: 'carla' }, kind: 'spam' } },
  ]);
});
