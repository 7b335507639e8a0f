/** Writing from a post, and the request that a first message may be. */

import { describe, expect, it } from 'vitest';
import { messageId } from '#contract/message-id.ts';
import { addReaction, deleteMessage, editMessage } from '#functions/core/change-message.ts';
import { headOf, sentCount } from '#functions/core/entry.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { shownPositions, summaryOf } from '#functions/core/inbox/summary.ts';
import { sendMessage, type SendRequest } from '#functions/core/send-message.ts';
import type { User } from '#functions/core/user.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { MemoryOwners, MemoryPosts } from '../support/memory-feed.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { postOf } from '../support/posts.ts';

const tyre = postOf('bob', 1, { title: 'A flat tyre', lastsUntil: NOW + 60_000 });

/** Alice and bob, who has a post. */
function world(post: Post = tyre, profile: Partial<User> = {}) {
  const [log, posts, owners, clock] = [new MemoryLog(), new MemoryPosts(), new MemoryOwners(), manualClock()];
  posts.stored.set(post.id, post);
  const blocked = new Set<string>();
  const services = {
    ...{ log, posts, owners, clock, ...memoryFiles() },
    recipients: {
      load: async (username: string, sender: string) => ({
        profile: { username, displayName: username, createdAt: 0, ...(username === 'bob' && profile) },
        blocksSender: blocked.has(`${username} ${sender}`),
      }),
    },
    conversations: { open: async () => undefined },
    distinctCounters: { take: async () => true },
    ledger: new MemoryLedger(),
    limits: {},
  };
  let count = 0;
  const send = (more: Partial<SendRequest> = {}) => {
    const { sender = 'alice', recipient = sender === 'alice' ? 'bob' : 'alice' } = more;
    const name = `${++count}`;
    const given = { sender, recipient, body: 'I can help', replyTo: undefined, clientId: name, after: 0 };
    return sendMessage(services, { ...given, requestId: name, origin: undefined, ...more });
  };
  /** What a person's row says of the conversation. */
  const row = (person: string, declined = false) => {
    const tail = log.entries.at(-1);
    if (!tail) throw new Error('Nothing was written.');
    const head = headOf(tail);
    const shown = shownPositions(head).flatMap((position) => log.find(position) ?? []);
    const messages = new Map(shown.map((entry) => [messageId(entry), entry]));
    return summaryOf(
      person,
      { username: person, peer: person === 'bob' ? 'alice' : 'bob', declined },
      head,
      messages,
      0,
    );
  };
  const first = { position: { conversation: 'alice~bob', seq: 1 }, clientId: 'change', requestId: 'change' };
  const change = { ...first, person: 'alice', origin: undefined };
  return { ...services, services, blocked, send, row, change };
}

describe('a message that is written from a post', () => {
  it('keeps the post and its title of that moment', async () => {
    const { send, log, posts } = world();

    await send({ post: tyre.id });
    posts.stored.set(tyre.id, { ...tyre, title: 'Two flat tyres' });

    expect(log.entries[0]).toMatchObject({ post: { id: tyre.id, title: 'A flat tyre' } });
  });

  it.each<[string, Partial<Post>]>([
    ['is done', { status: 'done', closedAt: NOW }],
    ['is withdrawn', { status: 'withdrawn', closedAt: NOW }],
    ['was removed', { status: 'removed', closedAt: NOW }],
    ['has expired', { lastsUntil: NOW }],
    ['is erased', { status: 'withdrawn', closedAt: NOW, erasedAt: NOW }],
  ])('is refused where the post %s', async (_, fields) => {
    const { send, log } = world({ ...tyre, ...fields });

    await expect(send({ post: tyre.id })).rejects.toMatchObject({ code: 'invalid', errors: { post: /recipient/ } });
    expect(log.entries).toEqual([]);
  });

  it.each([
    ['of somebody else', postOf('carol', 1).id],
    ['of the sender', postOf('alice', 1).id],
    ['that does not exist', postOf('bob', 2).id],
    ['that is no id', 'bob'],
  ])('is refused with a post %s', async (_, post) => {
    const { send, posts } = world();
    for (const owner of ['carol', 'alice']) posts.stored.set(postOf(owner, 1).id, postOf(owner, 1));

    await expect(send({ post })).rejects.toMatchObject({ code: 'invalid', errors: { post: /recipient/ } });
  });

  it('is refused to oneself', async () => {
    const { send } = world();

    await expect(send({ sender: 'bob', recipient: 'bob', post: tyre.id })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is refused where a block is between the two, like a post that does not exist', async () => {
    const { send, owners } = world();
    owners.blocks.add('alice bob');

    const refusal = await send({ post: tyre.id }).catch((error: unknown) => error);

    expect(refusal).toEqual(await send({ post: postOf('bob', 2).id }).catch((error: unknown) => error));
  });

  it('is found by a repeat whatever has become of the post and its title', async () => {
    const { send, posts } = world();
    await send({ clientId: 'name', post: tyre.id });

    posts.stored.clear();
    const again = await send({ clientId: 'name', post: tyre.id });

    expect(again).toMatchObject({ created: false, message: { post: { title: 'A flat tyre' } } });
    await expect(send({ clientId: 'name' })).rejects.toMatchObject({ code: 'client-id-taken' });
    await expect(send({ clientId: 'name', post: postOf('bob', 3).id })).rejects.toMatchObject({
      code: 'client-id-taken',
    });
  });

  it('loses the post with its text, and so do the rows', async () => {
    const { send, services, log, change, row } = world();
    await send({ post: tyre.id });

    await deleteMessage(services, change);

    expect(JSON.stringify(log.entries)).not.toContain('tyre');
    expect(log.entries[0]).not.toHaveProperty('post');
    expect(row('bob')).not.toHaveProperty('post');
  });
});

describe('the row of a conversation', () => {
  it('says for both people which post it was about last', async () => {
    const other = postOf('bob', 2, { title: 'A dog', lastsUntil: NOW + 60_000 });
    const { send, posts, row } = world();
    posts.stored.set(other.id, other);

    await send({ post: tyre.id });
    await send({ sender: 'bob' });
    await send({ post: other.id });
    for (let i = 0; i < 3; i++) await send();

    for (const person of ['alice', 'bob']) expect(row(person).post).toEqual({ id: other.id, title: 'A dog' });
  });
});

describe('a request', () => {
  it('takes one message until it is answered, and then any number', async () => {
    const { send, log, row } = world();
    await send({ post: tyre.id });

    for (const more of [{}, { post: tyre.id }])
      await expect(send(more)).rejects.toMatchObject({ code: 'awaiting-answer' });
    expect(row('bob')).toMatchObject({ request: true, unread: 1 });
    expect(row('alice')).not.toHaveProperty('request');

    await send({ sender: 'bob' });
    expect(row('bob')).not.toHaveProperty('request');
    for (let i = 0; i < 3; i++) await send();

    expect(log.entries).toHaveLength(5);
    expect(log.entries.map(({ request = false }) => request)).toEqual([true, false, false, false, false]);
  });

  it('keeps the rules of repeats, edits, reactions and deletions, none of which answers it', async () => {
    const { send, services, change, row } = world();
    await send({ clientId: 'name', post: tyre.id });

    await editMessage(services, { ...change, body: 'I can help tomorrow' });
    await addReaction(services, { ...change, emoji: '👍' });
    await addReaction(services, { ...change, person: 'bob', emoji: '👍' });

    expect(await send({ clientId: 'name', post: tyre.id })).toMatchObject({ created: false });
    await expect(send()).rejects.toMatchObject({ code: 'awaiting-answer' });
    await deleteMessage(services, change);
    await expect(send()).rejects.toMatchObject({ code: 'awaiting-answer' });
    expect(row('bob')).toMatchObject({ request: true });
  });

  it('takes one of two first messages that race', async () => {
    const { send, log } = world();

    const outcomes = await Promise.allSettled([send({ post: tyre.id }), send({ post: tyre.id })]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(log.entries).toHaveLength(1);
  });

  it('is no later message, whatever it quotes', async () => {
    const { send, log } = world();
    await send();
    await send({ post: tyre.id });
    await send();

    expect(log.entries.some(({ request }) => request)).toBe(false);
  });

  it('is also a first message without a post to a person who wants that', async () => {
    const { send, log, row } = world(tyre, { requests: true });
    await send();

    expect(row('bob')).toMatchObject({ request: true });
    await expect(send()).rejects.toMatchObject({ code: 'awaiting-answer' });
    expect(log.entries).toHaveLength(1);
  });

  it('is not what such a person begins, nor their notes to themselves', async () => {
    const { send, log } = world(tyre, { requests: true });
    await send({ sender: 'bob' });
    await send({ sender: 'bob' });
    await send();
    await send();
    for (let i = 0; i < 2; i++) await send({ sender: 'bob', recipient: 'bob' });

    expect(log.entries.some(({ request }) => request)).toBe(false);
  });

  it('that is declined looks to its sender like one that is not answered', async () => {
    const { send, row } = world();
    await send({ post: tyre.id });

    expect(row('bob', true)).toMatchObject({ request: true, declined: true });
    expect(row('alice')).not.toHaveProperty('declined');
    await expect(send()).rejects.toMatchObject({ code: 'awaiting-answer' });
    await send({ sender: 'bob' });
    expect(row('bob', true)).not.toHaveProperty('declined');
  });

  it('does not reach a person who has blocked its sender, and a block ends it for good', async () => {
    const { send, blocked } = world();
    await send({ post: tyre.id });
    blocked.add('bob alice');

    for (const more of [{}, { post: tyre.id }])
      await expect(send(more)).rejects.toMatchObject({ code: 'not-accepting' });
  });

  it('costs no read beyond those of any message', async () => {
    const { send, posts, owners, log } = world();
    await send({ post: tyre.id });
    await send({ sender: 'bob' });
    let reads = 0;
    posts.get = async () => (reads++, undefined);
    owners.visible = async () => (reads++, new Map());

    await send();

    expect(reads).toBe(0);
    expect(sentCount('alice', log.entries.at(-1) ?? { counts: {} })).toBe(2);
  });
});
