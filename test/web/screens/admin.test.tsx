/** What administrators see and do. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { listActs } from '#contract/routes/admin.ts';
import { AdminPane } from '#web/src/screens/admin.tsx';
import { fakeSession, inMessenger, person } from '../fake-session.ts';

const administrator = { ...person('alice'), email: 'alice@example.org', administrator: true, twoStep: true };
const report = {
  id: 'r1',
  at: '2026-03-01T12:00:00.000Z',
  reporter: 'carla',
  reason: 'He threatens me',
  status: 'open',
  message: { id: 'bob~carla.3', sender: 'bob', timestamp: '2026-03-01T11:00:00.000Z', body: 'Give me money' },
};
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

describe('the administration', () => {
  it('does not exist for anybody else, and calls no route of its own', async () => {
    const session = fakeSession({ getMe: () => ({ ...person('alice'), email: 'alice@example.org' }) });

    render(<AdminPane section="people" />, { wrapper: inMessenger(session) });

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeDefined();
    expect(session.calls).toEqual([['getMe', {}]]);
  });

  it('disables accounts after a confirmation, and enables them again', async () => {
    const bob = {
      username: 'bob',
      email: 'bob@example.org',
      status: 'confirmed',
      createdAt: '2026-03-01T12:00:00.000Z',
    };
    const session = fakeSession({ getMe: () => administrator, listAccounts: () => ({ items: [bob] }) });
    render(<AdminPane section="people" />, { wrapper: inMessenger(session) });
    await screen.findByText('Active');

    press('Disable bob');
    press('Disable');
    await screen.findByText('Disabled');
    press('Enable bob');
    await screen.findByText('Active');

    expect(session.calls.slice(2)).toEqual([
      ['disableAccount', { parameters: { username: 'bob' } }],
      ['enableAccount', { parameters: { username: 'bob' } }],
    ]);
  });

  it('shows the share of posts that stay without an answer', async () => {
    const unanswered = [
      { days: 1, posts: 8, unanswered: 3 },
      { days: 3, posts: 0, unanswered: 0 },
    ];
    const session = fakeSession({ getMe: () => administrator, getFigures: () => ({ unanswered }) });
    render(<AdminPane section="figures" />, { wrapper: inMessenger(session) });

    await screen.findByRole('list', { name: 'Posts without an answer' });

    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'After one day3 of 8 posts38 %',
      'After 3 days0 of 0 posts–',
    ]);
  });

  it('shows a report with what was reported, and removes it from the list when it is resolved', async () => {
    const session = fakeSession({
      getMe: () => administrator,
      listReports: () => ({ items: [{ ...report, kind: 'harassment' }] }),
    });
    render(<AdminPane section="reports" />, { wrapper: inMessenger(session) });
    await screen.findByText('Give me money');
    expect(screen.getByText('Harassment, hate or threats')).toBeDefined();
    expect(screen.getByText('He threatens me')).toBeDefined();

    press('Resolve');

    expect(await screen.findByText('No open reports')).toBeDefined();
    expect(session.calls).toContainEqual(['resolveReport', { parameters: { id: 'r1' } }]);
  });

  it('shows what a reported message said before it was edited, and how much more there was', async () => {
    const earlierTexts = ['Pay, or else', 'Hello'].map((body) => ({ body, timestamp: report.at }));
    const message = { ...report.message, earlierTexts, textsNotKept: 2 };
    const listReports = () => ({ items: [{ ...report, message }] });
    render(<AdminPane section="reports" />, {
      wrapper: inMessenger(fakeSession({ getMe: () => administrator, listReports })),
    });

    const texts = within(await screen.findByRole('list', { name: 'Earlier texts', hidden: true }));

    expect(texts.getByText('Pay, or else')).toBeDefined();
    expect(texts.getByText('Hello')).toBeDefined();
    expect(screen.getByText('2 older texts were too much for the report.')).toBeDefined();
  });

  it('shows the files of a report, by links of the report alone, and how many could not be copied', async () => {
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(entered: (entries: readonly object[]) => void) {
          queueMicrotask(() => entered([{ isIntersecting: true }]));
        }
        observe(): void {}
        disconnect(): void {}
      },
    );
    const picture = { id: 'a1', type: 'image/png', bytes: 3, width: 40, height: 30, alt: 'A threat' };
    const lease = { id: 'a2', type: 'application/pdf', bytes: 3, name: 'lease.pdf' };
    const session = fakeSession({
      getMe: () => administrator,
      listReports: () => ({ items: [{ ...report, attachments: [picture, lease], filesNotCopied: 1 }] }),
      getReportAttachments: () => ({
        items: [{ id: 'a1', url: '/files/evidence/a1', expires: '2999-01-01T00:00:00.000Z' }],
      }),
    });
    render(<AdminPane section="reports" />, { wrapper: inMessenger(session) });

    const image = await screen.findByRole('img', { name: 'A threat' });

    expect(image.getAttribute('src')).toBe('/files/evidence/a1');
    expect(screen.getByText('lease.pdf')).toBeDefined();
    expect(screen.getByText('One file could not be copied for this report.')).toBeDefined();
    expect(session.calls.filter(([operation]) => String(operation).endsWith('Attachments'))).toEqual([
      ['getReportAttachments', { parameters: { id: 'r1' } }],
    ]);
  });

  it('shows a reported post, and removes it with a reason that has to be given', async () => {
    const id = `bob.${'A'.repeat(22)}`;
    const post = { id, owner: 'bob', title: 'Cheap watches', description: 'Really cheap', status: 'open' };
    const session = fakeSession({
      getMe: () => administrator,
      listReports: () => ({ items: [{ ...report, message: undefined, post }] }),
    });
    render(<AdminPane section="reports" />, { wrapper: inMessenger(session) });
    await screen.findByText('Cheap watches');
    expect(screen.getByText('Really cheap')).toBeDefined();

    press('Remove post');
    press('Remove');
    await screen.findByText('Say why you remove it.');
    fireEvent.change(screen.getByLabelText('Why?'), { target: { value: 'No advertisements.' } });
    press('Remove');

    await screen.findByText(/Post removed/);
    expect(session.calls.filter(([route]) => route === 'removePost')).toEqual([
      ['removePost', { parameters: { id }, body: { reason: 'No advertisements.' } }],
    ]);
  });

  it('keeps a reported post, and removes a thank-you', async () => {
    const id = `bob.${'A'.repeat(22)}`;
    const post = { id, owner: 'bob', title: 'Cheap watches', description: '', status: 'open' };
    const thanks = { post: id, giver: 'bob', helper: 'carla', text: 'Call me' };
    const session = fakeSession({
      getMe: () => administrator,
      listReports: () => ({
        items: [
          { ...report, message: undefined, post },
          { ...report, id: 'r2', message: undefined, thanks },
        ],
      }),
    });
    render(<AdminPane section="reports" />, { wrapper: inMessenger(session) });
    await screen.findByText('Call me');
    expect(screen.getByText('bob to carla, at that time')).toBeDefined();

    press('Keep post');
    await screen.findByText(/Post kept/);
    press('Remove thank-you');
    await screen.findByText(/Thank-you removed/);

    expect(session.calls).toContainEqual(['keepPost', { parameters: { id } }]);
    expect(session.calls).toContainEqual(['removeThanks', { parameters: { id, username: 'carla' } }]);
  });

  it('shows acts that a later version added, in neutral words', async () => {
    const act = { id: 'a1', at: '2026-03-01T12:00:00.000Z', by: 'alice', act: 'reset-two-step', subject: 'bob' };
    const page = { items: [act, { ...act, id: 'a2', act: 'rename', subject: 'carla' }] };
    const session = fakeSession({ getMe: () => administrator, listActs: () => page });
    render(<AdminPane section="audit-log" />, { wrapper: inMessenger(session) });

    expect((await screen.findByText('carla')).parentElement?.textContent).toBe('alice acted on carla');
    expect(screen.getByText('bob').parentElement?.textContent).toBe('alice reset the two-step sign-in of bob');
    expect(listActs.answers[200].safeParse(page).success).toBe(true);
  });

  it('ignores the answer to a request that a later one has overtaken', async () => {
    let late: (page: unknown) => void = () => {};
    const session = fakeSession({
      getMe: () => administrator,
      listReports: ({ query }) =>
        query?.['status'] === 'open' ? new Promise((resolve) => (late = resolve)) : { items: [] },
    });
    render(<AdminPane section="reports" />, { wrapper: inMessenger(session) });
    await screen.findByRole('button', { name: 'Resolved' });

    press('Resolved');
    await screen.findByText('No resolved reports yet');
    late({ items: [report] });

    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Resolved' }).getAttribute('aria-pressed')).toBe('true'),
    );
    expect(screen.queryByText('Give me money')).toBeNull();
  });
});
