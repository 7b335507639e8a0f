/** An open page tells what became of posts for which its person made an offer. */
import { describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { startOutcomeNotices } from '#web/src/state/outcome-notices.ts';
import { type NotificationWords, isInFront, sameOrLater } from '#web/src/text/notification.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession } from '../fake-session.ts';

const POST = { id: 'bob.x1', title: 'A ladder' };
const row = (more: Partial<InboxRow> = {}) => ({ peer: 'bob', peerName: 'Bob', post: POST, ...more }) as InboxRow;

function open(answers: Readonly<Record<string, unknown>>, inbox: readonly InboxRow[] = [row()]) {
  const told: [string, NotificationWords][] = [];
  const mailbox = fakeMailbox({ inbox });
  const session = fakeSession({
    getOutcome: () => ({ kind: 'need', chosen: 'none', ...answers }),
    listThanks: () => ({ items: answers['thanks'] === undefined ? [] : [{ post: POST.id, text: answers['thanks'] }] }),
  });
  startOutcomeNotices({ session, mailbox, me: 'alice', tell: (...one) => void told.push(one) });
  return { told, mailbox, session };
}
const shown = ([subject, { title, body, tag, target }]: [string, NotificationWords]) => [
  subject,
  title,
  body,
  tag,
  target.path,
];

describe('a post for which I made an offer', () => {
  it.each([
    [
      { status: 'promised', chosen: 'you' },
      ['promises', 'Bob accepted your offer', 'A ladder', 'promise bob.x1', '/needs/bob.x1'],
    ],
    [
      { status: 'done', chosen: 'you', thanks: 'Thank you' },
      ['thanks', 'Bob thanked you', 'A ladder', 'thanks bob.x1', '/needs/bob.x1'],
    ],
    [
      { status: 'done', chosen: 'you' },
      ['outcomes', 'Bob says that you helped', 'A ladder', 'outcome bob.x1', '/conversations/bob'],
    ],
    [
      { status: 'promised', chosen: 'another' },
      ['outcomes', 'Bob accepted somebody else’s offer', 'A ladder', 'outcome bob.x1', '/conversations/bob'],
    ],
    [
      { status: 'withdrawn' },
      ['outcomes', 'Bob withdrew their post', 'A ladder', 'outcome bob.x1', '/conversations/bob'],
    ],
  ])('is told as %j once, however often it is hinted at', async (answers, expected) => {
    const { told, mailbox, session } = open(answers);

    mailbox.hintOutcome(POST.id);
    await vi.waitFor(() => expect(told.map(shown)).toEqual([expected]), 60_000);
    mailbox.hintOutcome(POST.id);
    await vi.waitFor(
      () => expect(session.calls.filter(([operation]) => operation === 'getOutcome')).toHaveLength(2),
      60_000,
    );

    expect(told).toHaveLength(1);
  });

  it('is told of again once it has changed, and not where it is open again', async () => {
    const answers: Record<string, unknown> = { status: 'promised', chosen: 'you' };
    const { told, mailbox, session } = open(answers);
    for (const [i, next] of [
      { status: 'promised' },
      { status: 'open', chosen: 'none' },
      { status: 'withdrawn' },
    ].entries()) {
      Object.assign(answers, next);
      mailbox.hintOutcome(POST.id);
      await vi.waitFor(() => expect(session.calls).toHaveLength(i + 1), 60_000);
    }

    await vi.waitFor(() => expect(told.map(([subject]) => subject)).toEqual(['promises', 'outcomes']), 60_000);
  });

  it.each([
    ['of a person who is muted', [row({ muted: true })], POST.id],
    ['of a request that was declined', [row({ declined: true })], POST.id],
    ['of my own', [row()], 'alice.x1'],
  ])('is not told %s', async (_, inbox, id) => {
    const { told, mailbox, session } = open({ status: 'promised', chosen: 'you' }, inbox);

    mailbox.hintOutcome(id);
    await Promise.resolve();

    expect(session.calls).toEqual([]);
    expect(told).toEqual([]);
  });
});

describe('a notification about a post', () => {
  it.each([
    ['promise bob.x1', '/needs/bob.x1', true],
    ['thanks bob.x1', '/conversations/bob', true],
    ['outcome bob.x1', '/needs/bob.x2', false],
    ['search 1', '/needs?for-you=', true],
    ['search 1', '/needs', false],
    ['message bob', '/conversations/bob', false],
    ['promise bob.x1', '', false],
  ])('%s is in front at %s: %s', (tag, address, expected) => {
    expect(isInFront(tag, address)).toBe(expected);
  });

  it('that says the same is said', () => {
    const words = {
      title: 'Bob thanked you',
      body: 'A ladder',
      tag: 'thanks bob.x1',
      target: { to: 'alice', path: '/' },
    };
    const before = { ...words, data: words.target };

    expect(sameOrLater([before], words)).toBe(before);
    expect(sameOrLater([{ ...before, body: 'A bike' }], words)).toBeUndefined();
    expect(sameOrLater([{ ...before, data: { to: 'bob', path: '/' } }], words)).toBeUndefined();
  });
});
