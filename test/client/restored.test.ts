/** A device whose copy is of another timeline: the server's log was restored, and has grown past the copy since. */

import { describe, expect, it } from 'vitest';
import { callsOf, isSend, shown, world } from './devices.ts';

/** Bob has written three; the log was restored to its first entry, and Carol's cat has walked over the rest. */
async function restored(open: boolean) {
  const { cloud, device, time } = world();
  await cloud.write('bob', 'alice', ['one', 'two', 'three']);
  const alice = await device('alice');
  if (open) await alice.open('bob');
  cloud.delivering = false;
  cloud.restore('alice~bob', 1, 2);
  return { cloud, device, time, alice };
}

describe('a device that has what is gone', () => {
  it('loads the log again when an entry of the new timeline is announced behind its own', async () => {
    const { cloud, alice, time } = await restored(true);
    await cloud.write('bob', 'alice', ['zwei', 'drei']);
    cloud.delivering = true;
    await cloud.write('bob', 'alice', ['vier']);
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'zwei', 'drei', 'vier']);
    expect(alice.state.inbox).toMatchObject([{ lastSeq: 4, lastMessage: { body: 'vier' } }]);
  });

  it('loads it again by catching up, where the log has grown to the very same length', async () => {
    const { cloud, alice, time } = await restored(true);
    await cloud.write('bob', 'alice', ['zwei', 'drei']);

    await alice.catchUp();
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'zwei', 'drei']);
  });

  it('loads it again where an older page is of the new timeline', async () => {
    const { cloud, device, time } = world();
    await cloud.write(
      'bob',
      'alice',
      Array.from({ length: 20 }, (_, i) => `old ${i + 1}`),
    );
    const alice = await device('alice');
    await alice.open('bob');
    cloud.delivering = false;
    cloud.restore('alice~bob', 2, 2);
    await cloud.write('bob', 'alice', ['drei', 'vier', 'fünf', 'sechs']);

    await alice.loadOlder('bob');
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['old 1', 'old 2', 'drei', 'vier', 'fünf', 'sechs']);
    expect(alice.state.conversations['bob']).toMatchObject({ through: 6, loading: false });
  });

  it('loads it again where it has grown further', async () => {
    const { cloud, alice, time } = await restored(true);
    await cloud.write('bob', 'alice', ['zwei', 'drei', 'vier', 'fünf']);

    await alice.catchUp();
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'zwei', 'drei', 'vier', 'fünf']);
  });

  it('brings no row of its inbox forward from one timeline into the other', async () => {
    const { cloud, alice, time } = await restored(false);
    await cloud.write('bob', 'alice', ['zwei', 'drei']);
    cloud.delivering = true;
    await cloud.write('bob', 'alice', ['vier']);
    await time.settle();

    expect(alice.state.inbox).toMatchObject([{ lastSeq: 4, unread: 4, lastMessage: { body: 'vier' } }]);
    expect(callsOf(cloud, 'GET', '/conversations/bob').length).toBeGreaterThan(0);
  });

  it('sends what it wrote before, once, into the new timeline', async () => {
    const { cloud, alice, time } = await restored(true);
    let lost = true;
    cloud.fault = (call) => (isSend(call) && lost ? 'request lost' : undefined);
    alice.sendMessage('bob', 'mine');
    await time.settle();
    await cloud.write('bob', 'alice', ['zwei', 'drei', 'vier']);

    lost = false;
    await time.advance(5 * 60_000);

    expect(shown(alice, 'bob')).toEqual(['one', 'zwei', 'drei', 'vier', 'mine']);
    expect(cloud.logs.get('alice~bob')?.filter(({ sender }) => sender === 'alice')).toHaveLength(1);
  });

  it('loads it again where its message was stored behind an entry that both timelines have', async () => {
    const { cloud, alice, time, device } = await restored(true);
    alice.close();
    const other = await device('alice');
    await other.open('bob');
    cloud.restore('alice~bob', 1, 3);
    other.sendMessage('bob', 'mine');
    await time.advance(60_000);

    expect(shown(other, 'bob')).toEqual(['one', 'mine']);
  });

  it('that ends where the restored log ends goes on', async () => {
    const { cloud, device, time } = world();
    await cloud.write('bob', 'alice', ['one']);
    const alice = await device('alice');
    await alice.open('bob');
    cloud.restore('alice~bob', 1, 2);

    await cloud.write('bob', 'alice', ['two']);
    alice.sendMessage('bob', 'three');
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'two', 'three']);
    expect(alice.state.conversations['bob']).toMatchObject({ through: 3 });
  });

  it('says no generation to functions that do not know any', async () => {
    const { cloud, device, time } = world();
    cloud.version = 1;
    const alice = await device('alice');
    await alice.open('bob');
    alice.sendMessage('bob', 'one');
    await time.settle();

    expect(callsOf(cloud, 'POST', '/messages').map(({ body }) => body)).not.toEqual([
      expect.stringContaining('generation'),
    ]);
    expect(shown(alice, 'bob')).toEqual(['one']);
  });
});
