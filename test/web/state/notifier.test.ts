/** Which conversations an open page tells of. */
import { describe, expect, it } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { isReadIn, toTell } from '#web/src/state/notifier.ts';
import { messageWords } from '#web/src/text/notification.ts';
import { isQuiet } from '#web/src/text/quiet-hours.ts';

const row = (peer: string, more: Partial<InboxRow> = {}): InboxRow => ({
  ...{ peer, lastSeq: 2, written: '2026-03-01T12:00:00.000Z', unread: 1, readSeq: 1 },
  ...{ muted: false, pinned: false, blocked: false },
  lastMessage: {
    ...{ kind: 'message', id: `${peer}~me.2`, seq: 2, sender: peer, recipient: 'me', body: 'hello' },
    timestamp: '2026-03-01T12:00:00.000Z',
  },
  ...more,
});
const BEFORE = '2026-02-01T12:00:00.000Z';
const ALL = { messages: true, offers: true, promises: true, thanks: true, searches: true };
const told = (inbox: readonly InboxRow[], front?: string, about = ALL) =>
  toTell(inbox, { seqs: new Map([['bob', 1]]), through: BEFORE }, { me: 'me', about, front }).map(({ peer }) => peer);
/** A conversation whose newest message is written from a post of mine. */
const offer = (peer: string, more: Partial<InboxRow> = {}): InboxRow => {
  const { lastMessage, ...rest } = row(peer, more);
  return { ...rest, lastMessage: { ...lastMessage, body: '', post: { id: 'me.1', title: 'A ladder' } } as never };
};

describe('an open page tells', () => {
  it('of what is new, also from somebody who has never written', () => {
    expect(told([row('bob'), row('zoe')])).toEqual(['bob', 'zoe']);
  });

  it('of nothing that was older than all it knew, and loaded since', () => {
    const old = { ...row('zoe').lastMessage, timestamp: '2026-01-31T12:00:00.000Z' } as never;

    expect(told([row('bob'), row('zoe', { lastMessage: old })])).toEqual(['bob']);
  });

  it.each([
    ['is muted', row('bob', { muted: true })],
    ['is a declined request', row('bob', { declined: true })],
    ['was read here or elsewhere', row('bob', { unread: 0 })],
    ['was there before', { ...row('bob'), lastMessage: { ...row('bob').lastMessage, seq: 1 } as never }],
    ['is my own', { ...row('bob'), lastMessage: { ...row('bob').lastMessage, sender: 'me' } as never }],
  ])('of nothing that %s', (_, inbox) => {
    expect(told([inbox])).toEqual([]);
  });

  it('of a request only where it is an offer, and names the post', () => {
    expect(told([row('bob', { request: true }), offer('zoe', { request: true })])).toEqual(['zoe']);

    expect(messageWords('me', offer('zoe'), true)).toMatchObject({
      ...{ title: 'zoe wrote about your post', body: 'A ladder', tag: 'message zoe' },
    });
  });

  it('of an offer without the post where texts are not wanted', () => {
    expect(messageWords('me', offer('zoe'), false)).toMatchObject({ title: 'zoe wrote about your post', body: '' });
  });

  it('of what is switched on here, as pushes do', () => {
    const inbox = [row('bob'), offer('zoe')];

    expect(told(inbox, undefined, { ...ALL, messages: false })).toEqual(['zoe']);
    expect(told(inbox, undefined, { ...ALL, offers: false })).toEqual(['bob']);
  });

  it('of nothing in the conversation in front', () => {
    expect(told([row('bob'), row('zoe')], 'bob')).toEqual(['zoe']);
  });
});

describe('an open page closes', () => {
  const shown = (seq: number) => ({ title: '', body: '', tag: 'message bob', data: { to: 'me', path: '/', seq } });

  it.each([
    [true, 'of the last message that it knows', shown(2), 0],
    [true, 'of an earlier one', shown(1), 0],
    [false, 'of a later one, which it has not heard of', shown(3), 0],
    [false, 'where something is unread', shown(2), 1],
    [false, 'of another conversation', { ...shown(1), tag: 'message zoe' }, 0],
  ])('%s: a notification %s', (isClosed, _, notification, unread) => {
    expect(isReadIn([row('bob', { unread })])(notification)).toBe(isClosed);
  });
});

describe('quiet hours', () => {
  const at = (hour: number) => new Date(2026, 2, 1, hour, 30);

  it.each([
    [21, false],
    [22, true],
    [3, true],
    [6, true],
    [7, false],
  ])('from 22 to 7 go over midnight: at %i:30 %s', (hour, quiet) => {
    expect(isQuiet({ from: 22, to: 7 }, at(hour))).toBe(quiet);
  });

  it('within a day end in it, and there are none where none were chosen', () => {
    expect([12, 13, 14].map((hour) => isQuiet({ from: 13, to: 14 }, at(hour)))).toEqual([false, true, false]);
    expect(isQuiet(undefined, at(3))).toBe(false);
  });
});
