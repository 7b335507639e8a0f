/** What is typed in forms and not sent: it outlives the form, until it is sent or cancelled. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { SettingsPane } from '#web/src/screens/settings.tsx';
import { show as showConversation, select } from '../conversation-with-bob.tsx';
import { fakeSession, inMessenger, person } from '../fake-session.ts';
import { confirm, mine, press, show as showPost } from '../needs/show-post.tsx';

const field = (label: string | RegExp): Promise<HTMLInputElement> => screen.findByLabelText(label);
const type = async (label: string | RegExp, value: string): Promise<void> =>
  void fireEvent.change(await field(label), { target: { value } });
const drafts = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith('draft:'));

beforeEach(() => localStorage.clear());

describe('about me', () => {
  const showProfile = () => {
    cleanup();
    const me = { ...person('alice', 'Alice'), about: 'I repair bicycles.', email: 'alice@example.org' };
    const session = fakeSession({ getMe: () => me, updateMe: ({ body }) => ({ ...me, ...body }) });
    render(<SettingsPane section="profile" />, { wrapper: inMessenger(session) });
  };

  it('is there after a reload, and says that it is not saved, until it is', async () => {
    showProfile();
    await type('About you', 'I repair bicycles. And radios.');

    showProfile();
    expect((await field('About you')).value).toBe('I repair bicycles. And radios.');
    expect(screen.getByText('You haven’t saved these changes yet.')).toBeDefined();
    await press('Save');
    await screen.findByText('Saved.');

    expect(screen.queryByText('You haven’t saved these changes yet.')).toBeNull();
    expect(drafts()).toEqual([]);
  });

  it('can be discarded', async () => {
    showProfile();
    await type('About you', 'Nonsense');
    showProfile();

    await press('Discard');

    expect((await field('About you')).value).toBe('I repair bicycles.');
    expect(drafts()).toEqual([]);
  });
});

describe('a change of a post', () => {
  const WHAT = 'What do you need?';

  it('is there after a reload, on top of what others changed, until it is cancelled', async () => {
    showPost(mine({ title: 'A flat tyre', reward: 'A cake' }));
    await press('Edit');
    await type(WHAT, 'Two flat tyres');

    cleanup();
    showPost(mine({ title: 'A flat tyre', reward: 'Two cakes', version: 2 }));
    expect((await field(WHAT)).value).toBe('Two flat tyres');
    expect((await field('In return')).value).toBe('Two cakes');

    await press('Cancel');
    await confirm('Discard');
    await press('Edit');
    expect((await field(WHAT)).value).toBe('A flat tyre');
  });
});

describe('a report', () => {
  const report = async (): Promise<HTMLElement> => {
    await select(/Report/);
    return screen.findByRole('dialog');
  };

  it('is there after Escape, and not once it is cancelled or sent', async () => {
    showConversation({});
    const first = await report();
    fireEvent.click(within(first).getByLabelText('Give me money'));
    await type('Reason', 'fraud');
    await type(/wrong/, 'It began in March.');
    fireEvent(first, new Event('cancel', { cancelable: true }));
    cleanup();

    showConversation({});
    const again = await report();
    expect((await field(/wrong/)).value).toBe('It began in March.');
    expect(within(again).getByRole<HTMLInputElement>('radio', { name: 'Give me money' }).checked).toBe(true);
    fireEvent.click(within(again).getByRole('button', { name: 'Report' }));
    await screen.findByRole('heading', { name: 'Thank you' });
    expect(drafts()).toEqual([]);
  });
});

describe('a thank-you', () => {
  it('is there when somebody looks again at who helped', async () => {
    const at = '2026-03-01T12:00:00.000Z';
    const offers = [{ person: 'bob', displayName: 'Robert', memberSince: at, offeredAt: at, message: 'alice~bob.1' }];
    showPost(mine({ title: 'A flat tyre' }), undefined, { offers });
    await press(/done/i);
    fireEvent.click(await screen.findByRole('checkbox', { name: /Robert/ }));
    await type(/A thank-you to Robert/, 'It runs again!');
    cleanup();

    showPost(mine({ title: 'A flat tyre' }), undefined, { offers });
    await press(/done/i);
    expect((await field(/A thank-you to Robert/)).value).toBe('It runs again!');
    await confirm('Mark as done');

    await waitFor(() => expect(drafts()).toEqual([]));
  });
});
