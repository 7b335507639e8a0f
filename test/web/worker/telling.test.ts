/** The worker shows what a push says to the person who is signed in, and to nobody else. */
import { describe, expect, it } from 'vitest';
import type { PushPayload } from '#contract/push.ts';
import type { ShownNotification } from '#web/src/text/notification.ts';
import { createAccount } from '#web/worker/account.ts';
import { type TellingParts, onPush, onTap } from '#web/worker/telling.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const zoe = { username: 'zoe', displayName: 'Zoë' };
const payload = (more: Partial<PushPayload> = {}): string =>
  JSON.stringify({
    ...{ kind: 'message', to: 'alice', at: new Date(NOW).toISOString(), from: zoe, conversation: 'alice~zoe' },
    ...{ id: 'alice~zoe.7', unread: 1 },
    ...more,
  });

/** A browser in which somebody is signed in. @param answers of the server, by method and path @param shown before */
function browser(
  username: string | undefined,
  answers: Readonly<Record<string, object | number>> = {},
  shown: readonly ShownNotification[] = [],
) {
  const done: unknown[] = [];
  const asked: string[] = [];
  const account = createAccount(async (url, { method, body }) => {
    const call = `${method} ${url}${typeof body === 'string' ? ` ${body}` : ''}`;
    asked.push(call);
    const answer = { 'POST /api/auth/refresh': { username, accessToken: 'token' }, ...answers }[call];
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return typeof answer === 'number' ? new Response(null, { status: answer }) : Response.json(answer);
  });
  const parts: TellingParts = {
    account,
    person: async () => ({ username }),
    shown: async (tag) => shown.filter((notification) => notification.tag === tag),
    show: async (title, { body, tag, silent, renotify }: NotificationOptions & { renotify?: boolean }) =>
      void done.push({ title, body, tag, silent, renotify }),
    unsubscribe: async () => done.push('unsubscribed'),
    open: async (path) => done.push(path),
    now: () => NOW,
  };
  return { parts, done, asked };
}

describe('a push', () => {
  it.each([
    [{}, 'New message from Zoë', ''],
    [{ unread: 3 }, '3 new messages from Zoë', ''],
    [{ text: 'See you at noon' }, 'New message from Zoë', 'See you at noon'],
    [{ kind: 'offer', post: { id: 'alice.1', title: 'A ladder' } }, 'Zoë wrote about your post', 'A ladder'],
    [{ kind: 'promise', post: { id: 'zoe.1', title: 'A ladder' } }, 'Zoë accepted your offer', 'A ladder'],
    [{ kind: 'thanks', post: { id: 'zoe.1', title: 'A ladder' } }, 'Zoë thanked you', 'A ladder'],
    [
      { kind: 'search', post: { id: 'zoe.1', title: 'A ladder' }, search: { id: '1', name: 'Ladders' } },
      'New post for “Ladders”',
      'A ladder',
    ],
    [
      { kind: 'search', post: { id: 'zoe.1', title: 'A ladder' }, search: { id: '1' } },
      'New post for your saved search',
      'A ladder',
    ],
    [{ kind: 'of another version' }, 'Message Center', 'There is something new for you.'],
  ])('%j says %s', async (more, title, body) => {
    const { parts, done } = browser('alice');

    await onPush(payload(more), parts);

    expect(done).toMatchObject([{ title, body, silent: false }]);
  });

  it('has one notification for each person', async () => {
    const { parts, done } = browser('alice');

    await onPush(payload(), parts);
    await onPush(payload({ kind: 'offer', id: 'alice~zoe.8' }), parts);

    expect(done).toMatchObject([{ tag: 'message zoe' }, { tag: 'message zoe' }]);
  });

  it.each([
    ['nobody is signed in, and ends the subscription', undefined, ['unsubscribed']],
    ['somebody else is, and leaves them their subscription', 'bob', []],
  ])('shows nothing where %s', async (_, person, expected) => {
    const { parts, done } = browser(person);

    await onPush(payload({ text: 'between us' }), parts);

    expect(done).toEqual(expected);
  });

  it.each([undefined, 'no JSON', 'null', '{}'])('that carries %s shows a neutral line', async (text) => {
    const { parts, done } = browser('alice');

    await onPush(text, parts);

    expect(done).toMatchObject([{ title: 'Message Center' }]);
  });

  it.each([
    [7, 'the page has shown it'],
    [8, 'the page has shown a later one'],
  ])('makes no second sound for message %i in sight: %s', async (seq) => {
    const before = { title: 'Zoë', body: 'shown', tag: 'message zoe', data: { to: 'alice', path: '/', seq } };
    const { parts, done } = browser('alice', {}, [before]);

    await onPush(payload({ text: 'from the push' }), parts);

    expect(done).toEqual([{ title: 'Zoë', body: 'shown', tag: 'message zoe', silent: true, renotify: false }]);
  });

  it.each([
    ['an earlier one of the conversation', 'message zoe', { to: 'alice', path: '/', seq: 6 }],
    ['one of another conversation', 'message yan', { to: 'alice', path: '/', seq: 9 }],
    ['one of another person here', 'message zoe', { to: 'bob', path: '/', seq: 9 }],
  ])('is heard where what is in sight is %s', async (_, tag, data) => {
    const { parts, done } = browser('alice', {}, [{ title: 'before', body: '', tag, data }]);

    await onPush(payload(), parts);

    expect(done).toMatchObject([{ title: 'New message from Zoë', silent: false, renotify: true }]);
  });

  it('makes no sound in quiet hours', async () => {
    const { parts, done } = browser('alice');
    const hour = new Date(NOW).getHours();

    await onPush(payload(), {
      ...parts,
      person: async () => ({ username: 'alice', quiet: { from: hour, to: hour + 1 } }),
    });

    expect(done).toMatchObject([{ silent: true }]);
  });
});

describe('a push that comes late', () => {
  const late = { at: new Date(NOW - 10 * 60_000).toISOString() };
  const unread = { 'GET /api/conversations/zoe': { readSeq: 6 }, 'GET /api/messages/alice~zoe.7': { body: 'hello' } };

  it('says what it says where that is still unread', async () => {
    const { parts, done } = browser('alice', unread);

    await onPush(payload(late), parts);

    expect(done).toMatchObject([{ title: 'New message from Zoë' }]);
  });

  it.each([
    ['was read', { ...unread, 'GET /api/conversations/zoe': { readSeq: 7 } }],
    ['was deleted', { ...unread, 'GET /api/messages/alice~zoe.7': { deleted: 'sender' } }],
    ['is gone', { ...unread, 'GET /api/messages/alice~zoe.7': 404 }],
  ])('shows a neutral line, silently, for what %s', async (_, answers) => {
    const { parts, done } = browser('alice', answers);

    await onPush(payload({ ...late, text: 'between us' }), parts);

    expect(done).toMatchObject([{ title: 'Message Center', silent: true }]);
    expect(JSON.stringify(done)).not.toContain('between us');
  });

  describe('about a post', () => {
    const about = (kind: string) => payload({ ...late, kind, id: undefined, post: { id: 'zoe.1', title: 'A ladder' } });
    const outcome = 'GET /api/posts/zoe.1/outcome';
    const post = 'GET /api/posts/zoe.1';

    it.each([
      ['search', 'is over', { [post]: 404 }],
      ['promise', 'was taken back', { [outcome]: { status: 'open', chosen: 'none' } }],
      ['promise', 'was promised to somebody else', { [outcome]: { status: 'promised', chosen: 'another' } }],
      ['promise', 'was removed', { [outcome]: 404, [post]: 404 }],
      ['thanks', 'was removed', { [outcome]: 404, [post]: 404 }],
    ])('as a %s shows a neutral line, silently, where it %s', async (kind, _, answers) => {
      const { parts, done } = browser('alice', answers);

      await onPush(about(kind), parts);

      expect(done).toMatchObject([{ title: 'Message Center', silent: true }]);
      expect(JSON.stringify(done)).not.toContain('ladder');
    });

    it.each([
      ['search', 'is open', { [post]: { status: 'open' } }],
      ['promise', 'is promised to me', { [outcome]: { status: 'promised', chosen: 'you' } }],
      ['thanks', 'is done by my help', { [outcome]: { status: 'done', chosen: 'you' } }],
      ['promise', 'cannot be read', { [outcome]: 503, [post]: 503 }],
    ])('as a %s says what it says where it %s', async (kind, _, answers) => {
      const { parts, done } = browser('alice', answers);

      await onPush(about(kind), parts);

      expect(done).toMatchObject([{ body: 'A ladder', silent: false }]);
    });
  });

  it('says what it says where the server cannot be asked', async () => {
    const { parts, done } = browser('alice', { 'POST /api/auth/refresh': 503 });

    await onPush(payload(late), parts);

    expect(done).toMatchObject([{ title: 'New message from Zoë' }]);
  });
});

describe('a tap', () => {
  const target = { to: 'alice', peer: 'zoe', path: '/conversations/zoe', seq: 7 };
  const read = 'POST /api/conversations/zoe/read {"seq":7}';

  it('opens the place', async () => {
    const { parts, done } = browser('alice');

    await onTap(target, '', parts);

    expect(done).toEqual(['/conversations/zoe']);
  });

  it('on Mark as read does that, and opens nothing', async () => {
    const { parts, done, asked } = browser('alice', { [read]: 204 });

    await onTap(target, 'read', parts);

    expect(asked.slice(0, 2)).toEqual(['POST /api/auth/refresh', read]);
    expect(done).toEqual([]);
  });

  describe('on Mark as read, of what came after it,', () => {
    const lastMessage = { id: 'alice~zoe.9', seq: 9, sender: 'zoe', kind: 'message', body: 'And bring the key' };
    const conversation = { peer: 'zoe', peerName: 'Zoë', unread: 2, readSeq: 7, lastMessage };
    const device = { texts: true, about: { messages: true, offers: true } };
    const answers = (left: object, wanted: object = device) => ({
      ...{ [read]: 204, 'GET /api/conversations/zoe': { ...conversation, ...left } },
      'GET /api/me/push': { device: wanted },
    });

    it.each([
      ['by its text, where they want it', device, 'And bring the key'],
      ['without its text otherwise', { ...device, texts: false }, ''],
    ])('shows the newest, silently, %s', async (_, wanted, body) => {
      const { parts, done } = browser('alice', answers({}, wanted));

      await onTap(target, 'read', parts);

      expect(done).toMatchObject([{ title: '2 new messages from Zoë', body, tag: 'message zoe', silent: true }]);
    });

    it.each([
      ['is read elsewhere', answers({ unread: 0 })],
      ['is of a muted conversation', answers({ muted: true })],
      ['is not told on this device', answers({}, { ...device, about: { messages: false, offers: true } })],
      ['is not told to this session', { ...answers({}), 'GET /api/me/push': {} }],
      ['cannot be read', { ...answers({}), 'GET /api/conversations/zoe': 503 }],
    ])('shows nothing that %s', async (_, given) => {
      const { parts, done } = browser('alice', given);

      await onTap(target, 'read', parts);

      expect(done).toEqual([]);
    });

    it('shows nothing that is in sight already', async () => {
      const before = { title: 'Zoë', body: '', tag: 'message zoe', data: { to: 'alice', path: '/', seq: 9 } };
      const { parts, done } = browser('alice', answers({}), [before]);

      await onTap(target, 'read', parts);

      expect(done).toEqual([]);
    });
  });

  it('on Mark as read opens the place where it cannot be done', async () => {
    const { parts, done } = browser('alice', { [read]: 503 });

    await onTap(target, 'read', parts);

    expect(done).toEqual(['/conversations/zoe']);
  });

  it('on Mark as read marks nothing for somebody else who is signed in now', async () => {
    const { parts, asked } = browser('bob', { [read]: 204 });

    await onTap(target, 'read', parts);

    expect(asked).toEqual(['POST /api/auth/refresh']);
  });
});
