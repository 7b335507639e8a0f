/** A conversation with somebody who is reported, or blocked, by either side. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import { row, select, show, view } from '../conversation-with-bob.tsx';
import { person, refusal } from '../fake-session.ts';

describe('a conversation that goes wrong', () => {
  it('is blocked after a confirmation, and the inbox is read again', async () => {
    const { session, mailbox } = show({ listBlocks: () => ({ items: [person('bob')] }) });

    await select(/Block/);
    expect(session.calls.some(([operation]) => operation === 'block')).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Block' }));

    await waitFor(() => expect(mailbox.calls).toContainEqual(['catchUp']));
    expect(session.calls).toContainEqual(['block', { parameters: { username: 'bob' } }]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Conversation actions' }));
  });

  it('with somebody I have blocked can be unblocked', async () => {
    const { session } = show({ listBlocks: () => ({ items: [] }) }, [{ ...row, blocked: true }]);
    expect(screen.queryByRole('textbox')).toBeNull();

    fireEvent.click(screen.getByRole('button', { name: 'Unblock' }));

    await waitFor(() => expect(session.calls).toContainEqual(['unblock', { parameters: { username: 'bob' } }]));
  });

  it('with somebody I have blocked says so in place of whether they are online', async () => {
    show({ getUser: () => ({ ...person('bob', 'Robert'), online: true }), listBlocks: () => ({ items: [] }) }, [
      { ...row, blocked: true },
    ]);

    await screen.findByRole('heading', { name: 'Robert' });
    expect(screen.getByText('Blocked')).toBeDefined();
    expect(screen.queryByText('Online')).toBeNull();
  });

  it('takes no more messages once one was refused by the other person, until that is tried again', () => {
    const { mailbox } = show({});
    const problem = refusal(403, 'not-accepting');
    const failed = { sender: 'alice', body: 'Hello?', timestamp: view.rows[0].timestamp, key: 'f', state: 'failed' };
    const rows = [...view.rows, { ...failed, problem } as MessageRow];
    act(() => mailbox.change({ conversations: { bob: { ...view, rows } } }));
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByText('bob doesn’t accept messages from you.')).toBeDefined();

    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(mailbox.calls).toContainEqual(['retry', 'bob', 'f']);

    act(() => mailbox.change({ conversations: { bob: view } }));
    expect(screen.getByRole('textbox', { name: 'Message to bob' })).toBeDefined();
  });

  it('can be reported, the person or one of their messages, with a reason', async () => {
    const { session } = show({});
    await select(/Report/);
    fireEvent.click(await screen.findByRole('button', { name: 'Report' }));
    expect(screen.getByLabelText('What’s wrong?').getAttribute('aria-invalid')).toBe('true');

    fireEvent.click(screen.getByRole('radio', { name: 'Give me money' }));
    fireEvent.change(screen.getByLabelText('What’s wrong?'), { target: { value: 'He threatens me' } });
    fireEvent.click(screen.getByRole('button', { name: 'Report' }));

    expect(await screen.findByRole('heading', { name: 'Thank you' })).toBeDefined();
    expect(session.calls).toContainEqual(['report', { body: { message: 'alice~bob.1', reason: 'He threatens me' } }]);
  });

  it('has a message reported from its own menu, for a common reason, and its sender blocked', async () => {
    const { session } = show({ listBlocks: () => ({ items: [] }) });
    fireEvent.click(screen.getByRole('button', { name: /^Message actions/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Report…' }));
    expect(await screen.findByRole('heading', { name: 'Report a message from bob' })).toBeDefined();
    expect(screen.queryByRole('radio')).toBeNull();

    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'fraud' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Also block bob' }));
    fireEvent.click(screen.getByRole('button', { name: 'Report' }));

    expect(await screen.findByText(/You’ve blocked/)).toBeDefined();
    expect(session.calls).toContainEqual(['report', { body: { message: 'alice~bob.1', kind: 'fraud' } }]);
    expect(session.calls).toContainEqual(['block', { parameters: { username: 'bob' } }]);
  });

  it('whose report arrived, but not its block, is not reported twice', async () => {
    let fails = true;
    const { session } = show({
      listBlocks: () => ({ items: [] }),
      block: () => (fails ? Promise.reject(refusal(503, 'unavailable')) : undefined),
    });
    await select(/Report/);
    fireEvent.change(await screen.findByLabelText('Reason'), { target: { value: 'spam' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Also block bob' }));
    fireEvent.click(screen.getByRole('button', { name: 'Report' }));
    await screen.findByText(/went wrong on our side/);

    fails = false;
    fireEvent.click(screen.getByRole('button', { name: 'Report' }));

    expect(await screen.findByRole('heading', { name: 'Thank you' })).toBeDefined();
    expect(session.calls.filter(([operation]) => operation === 'report')).toHaveLength(1);
  });
});
