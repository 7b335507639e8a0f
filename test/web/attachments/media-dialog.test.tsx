/** All pictures and files of a conversation. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import { MediaDialog } from '#web/src/attachments/media-dialog.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

const messageOf = (seq: number) => ({
  ...{ kind: 'message', id: `alice~bob.${seq}`, seq, sender: 'bob', body: '', timestamp: '2026-03-01T12:00:00.000Z' },
  attachments: [{ id: `file-${seq}`, name: `${seq}.pdf`, type: 'application/pdf', bytes: 1 }],
});
const rowOf = (seq: number): MessageRow => ({ ...messageOf(seq), key: `${seq}`, state: 'sent' });

/** @param failures how many requests fail first */
function show(view: { rows: readonly MessageRow[]; hasNewer: boolean }, failures = 0) {
  let failed = 0;
  const session = fakeSession({
    listMessages: ({ query }) => {
      if (failed++ < failures) throw new Error('No network.');
      return query?.['before'] === undefined
        ? { items: [messageOf(300), messageOf(200)], next: 200 }
        : { items: [messageOf(20), messageOf(10)] };
    },
  });
  const mailbox = fakeMailbox({ conversations: { bob: { hasOlder: true, ...view } as never } });
  render(<MediaDialog peer="bob" onClose={() => {}} />, { wrapper: inMessenger(session, mailbox) });
  fireEvent.click(screen.getByRole('button', { name: /Files/ }));
  const names = () => screen.queryAllByText(/\d+\.pdf/).map(({ textContent }) => textContent);
  return { session, names };
}

describe('photos and files', () => {
  it('begin with the newest although older messages are being read', async () => {
    const { names } = show({ rows: [rowOf(20), rowOf(30)], hasNewer: true });
    await waitFor(() => expect(names()).toEqual(['300.pdf', '200.pdf']));

    fireEvent.click(screen.getByRole('button', { name: 'Look in older messages' }));

    await waitFor(() => expect(names()).toEqual(['300.pdf', '200.pdf', '20.pdf', '10.pdf']));
  });

  it('say why the newest could not be read, and read them when asked again', async () => {
    const { names } = show({ rows: [rowOf(20)], hasNewer: true }, 1);
    await screen.findByRole('alert');
    expect(names()).toEqual([]);

    fireEvent.click(screen.getByRole('button', { name: 'Look in older messages' }));

    await waitFor(() => expect(names()).toEqual(['300.pdf', '200.pdf']));
  });

  it('begin with the messages that are here where those are the newest', async () => {
    const { session, names } = show({ rows: [rowOf(200), rowOf(300)], hasNewer: false });
    expect(names()).toEqual(['300.pdf', '200.pdf']);

    fireEvent.click(screen.getByRole('button', { name: 'Look in older messages' }));

    await waitFor(() => expect(names()).toEqual(['300.pdf', '200.pdf', '20.pdf', '10.pdf']));
    expect(session.calls.filter(([operation]) => operation === 'listMessages')).toHaveLength(1);
  });
});
