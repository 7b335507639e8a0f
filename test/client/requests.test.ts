/** Writing from a post, and requests: what both people's devices show without a reload. */

import { describe, expect, it } from 'vitest';
import { rowsOf } from '#client/inbox-lists.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { readOffers, readPostIfThere } from '#client/offers.ts';
import { ApiProblem, NetworkError } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { VERSION } from '#contract/version.ts';
import { postOf } from '../functions/support/posts.ts';
import { aliceIn, bodiesOf, callsOf, isSend, shown, world } from './devices.ts';

const tyre = postOf('bob', 1, { title: 'A flat tyre', lastsUntil: Infinity });
const post = { id: tyre.id, title: 'A flat tyre' };

/** Bob has a post, and alice writes from it. */
async function given() {
  const here = world();
  here.cloud.posts.stored.set(tyre.id, tyre);
  const [alice, bob] = [await here.device('alice'), await here.device('bob')];
  return { ...here, alice, bob };
}

const rowOf = (mailbox: Mailbox, peer: string) => mailbox.state.inbox.find((row) => row.peer === peer);
const namesIn = (mailbox: Mailbox) => {
  const [conversations, requests] = [rowsOf(mailbox.state, 'conversations'), rowsOf(mailbox.state, 'requests')];
  const [asked, declined] = [requests.filter((row) => !row.declined), requests.filter((row) => row.declined)];
  return [conversations, asked, declined].map((rows) => rows.map(({ peer }) => peer));
};

describe('a message that is written from a post', () => {
  it('shows the post before and after it is sent, on both sides', async () => {
    const { alice, bob, time } = await given();
    await bob.open('alice');

    alice.sendMessage('bob', 'I can help', { post });
    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ state: 'pending', post }]);
    await time.settle();

    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ state: 'sent', post }]);
    expect(bob.state.conversations['alice']?.rows).toMatchObject([{ state: 'sent', post }]);
    for (const row of [rowOf(alice, 'bob'), rowOf(bob, 'alice')]) expect(row).toMatchObject({ post });
  });

  it('keeps its post through a reload', async () => {
    const here = world();
    here.cloud.posts.stored.set(tyre.id, tyre);
    const again = aliceIn(here);
    const before = await again();
    here.cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    before.sendMessage('bob', 'I can help', { post });
    await here.time.settle();

    here.cloud.fault = () => undefined;
    const after = await again();
    await here.time.settle();

    expect(after.state.conversations['bob']?.rows).toMatchObject([{ state: 'sent', post }]);
    expect(bodiesOf(callsOf(here.cloud, 'POST', '/messages')).at(-1)).toMatchObject({ post: tyre.id });
    expect(here.cloud.logs.get('alice~bob')).toHaveLength(1);
  });

  it('waits for a server that knows posts', async () => {
    const { alice, cloud, time } = await given();
    const problem = { type: 'x', title: 'x', status: 400, detail: 'x', code: 'unknown-field', requestId: 'x' };
    const refused = () => Response.json({ ...problem, errors: { post: 'Unknown field' } }, { status: 400 });
    cloud.version = VERSION - 1;
    cloud.fault = (call) => (isSend(call) ? refused() : undefined);
    alice.sendMessage('bob', 'I can help', { post });
    await time.settle();
    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ state: 'pending', post }]);

    cloud.fault = () => undefined;
    cloud.version = VERSION;
    await time.advance(2 * 60_000);

    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ state: 'sent', post }]);
  });

  it('loses the post with its text', async () => {
    const { alice, bob, time } = await given();
    await bob.open('alice');
    alice.sendMessage('bob', 'I can help', { post });
    await time.settle();

    await alice.deleteMessage('bob', 'alice~bob.1');
    await time.settle();

    for (const mailbox of [alice, bob]) expect(JSON.stringify(mailbox.state.conversations)).not.toContain('flat tyre');
  });
});

describe('a request', () => {
  it.each(['open', 'not open'])('is listed until it is answered, where it is %s', async (opened) => {
    const { alice, bob, time } = await given();
    if (opened === 'open') await bob.open('alice');
    alice.sendMessage('bob', 'I can help', { post });
    await time.settle();

    expect(namesIn(bob)).toEqual([[], ['alice'], []]);
    expect(namesIn(alice)).toEqual([['bob'], [], []]);
    expect(rowOf(alice, 'bob')).toMatchObject({ awaitingAnswer: true });
    expect(rowOf(bob, 'alice')).toMatchObject({ unread: 1 });

    bob.sendMessage('alice', 'Please do');
    await time.settle();

    expect(namesIn(bob)).toEqual([['alice'], [], []]);
    expect(rowOf(alice, 'bob')).not.toHaveProperty('awaitingAnswer');
    alice.sendMessage('bob', 'On my way');
    await time.settle();
    expect(shown(alice, 'bob')).toEqual(['I can help', 'Please do', 'On my way']);
  });

  it('shows its sender that it was read once it is answered, and nothing before', async () => {
    const { alice, bob, cloud, time } = await given();
    await Promise.all([alice.open('bob'), bob.open('alice')]);
    alice.sendMessage('bob', 'I can help', { post });
    await time.settle();
    bob.markRead('alice', 1);
    bob.typing('alice');
    await time.advance(1_000);
    // A server of an older version says both.
    cloud.post({ type: 'read', conversation: 'alice~bob', by: 'bob', seq: 1 });
    cloud.post({ type: 'typing', from: 'bob' });
    await time.settle();
    expect(alice.state.conversations['bob']).toMatchObject({ readByPeer: 0, typing: false });

    bob.sendMessage('alice', 'Please do');
    await time.settle();

    expect(alice.state.conversations['bob']).toMatchObject({ readByPeer: 1, typing: false });
  });

  it('reads its row again when it is answered, where no frame says that it was read', async () => {
    const { alice, bob, time } = await given();
    await Promise.all([alice.open('bob'), bob.open('alice')]);
    alice.sendMessage('bob', 'I can help', { post });
    await time.settle();
    bob.markRead('alice', 1);
    await time.advance(1_000);

    bob.sendMessage('alice', 'Please do');
    await time.settle();

    expect(alice.state.conversations['bob']).toMatchObject({ readByPeer: 1 });
  });

  it('shows a second message as failed, with the reason, and sends it once it may', async () => {
    const { alice, bob, time } = await given();
    alice.sendMessage('bob', 'I can help', { post });
    const key = alice.sendMessage('bob', 'Hello?');
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['I can help', 'Hello? (failed)']);
    expect(alice.state.conversations['bob']?.rows[1]?.problem).toMatchObject({
      code: 'awaiting-answer',
      detail: 'You can write again once this person has answered.',
    });

    bob.sendMessage('alice', 'Please do');
    await time.settle();
    alice.retry('bob', key);
    await time.settle();
    expect(shown(alice, 'bob')).toEqual(['I can help', 'Please do', 'Hello?']);
  });

  it('that is declined moves on every device of its recipient, and on none of its sender', async () => {
    const { alice, bob, time, device } = await given();
    alice.sendMessage('bob', 'I can help', { post });
    await time.settle();
    const before = rowOf(alice, 'bob');

    await bob.updateConversation('alice', { declined: true });
    await Promise.all([alice.catchUp(), time.settle()]);

    expect(namesIn(bob)).toEqual([[], [], ['alice']]);
    expect(namesIn(await device('bob'))).toEqual([[], [], ['alice']]);
    expect(rowOf(alice, 'bob')).toEqual(before);
    await bob.updateConversation('alice', { declined: false });
    expect(namesIn(bob)).toEqual([[], ['alice'], []]);
  });
});

describe('what is looked up', () => {
  const answering = (...answers: readonly unknown[]): Pick<Session, 'call'> => {
    const left = [...answers];
    return {
      call: async () => {
        const answer = left.shift();
        if (answer instanceof Error) throw answer;
        return answer as never;
      },
    };
  };
  const offer = (person: string, offeredAt: string) => ({ person, offeredAt });

  it('has the offers of all pages in the order of their times', async () => {
    const session = answering(
      { items: [offer('ann', '2026-01-03'), offer('ben', '2026-01-04')], next: 'more' },
      { items: [offer('cat', '2026-01-01')] },
    );

    expect((await readOffers(session, tyre.id)).map(({ person }) => person)).toEqual(['cat', 'ann', 'ben']);
  });

  it('has no post where it is gone, and fails where that is not known', async () => {
    const gone = new ApiProblem({ status: 404, code: 'not-found', title: 'Not found', detail: 'Not there' });

    expect(await readPostIfThere(answering(gone), tyre.id)).toBeUndefined();
    expect(await readPostIfThere(answering(post), tyre.id)).toEqual(post);
    await expect(readPostIfThere(answering(new NetworkError('No network')), tyre.id)).rejects.toBeInstanceOf(
      NetworkError,
    );
  });
});
