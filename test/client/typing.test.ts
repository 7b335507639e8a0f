import { describe, expect, it } from 'vitest';
import { world } from './devices.ts';

/** Alice and bob, who have each other's conversation open; alice has said hello. */
async function pair() {
  const { cloud, device, time } = world();
  const [alice, bob] = [await device('alice'), await device('bob')];
  await Promise.all([alice.open('bob'), bob.open('alice')]);
  alice.sendMessage('bob', 'hello');
  await time.settle();
  const view = () => alice.state.conversations['bob'];
  return { cloud, device, time, alice, bob, view };
}

describe('a person who writes', () => {
  it('is seen to, until they stop', async () => {
    const { bob, view, time } = await pair();

    bob.typing('alice');
    await time.settle();
    expect(view()).toMatchObject({ typing: true });
    await time.advance(5_000);
    bob.typing('alice');
    await time.advance(5_000);
    expect(view()).toMatchObject({ typing: true });
    await time.advance(1_000);

    expect(view()).toMatchObject({ typing: false });
  });

  it('is seen to have written when the message comes', async () => {
    const { bob, view, time } = await pair();

    bob.typing('alice');
    bob.sendMessage('alice', 'hello yourself');
    await time.settle();

    expect(view()).toMatchObject({ typing: false, rows: [{}, { body: 'hello yourself' }] });
  });

  it('gives a sign every three seconds at most, however fast they type', async () => {
    const { bob, cloud, time } = await pair();

    for (let i = 0; i < 10; i++) {
      bob.typing('alice');
      await time.advance(500);
    }

    expect(cloud.frames.filter(({ action }) => action === 'typing')).toHaveLength(2);
  });
});

describe('a person who reads', () => {
  it('is seen to have read', async () => {
    const { bob, view, time } = await pair();
    expect(view()).toMatchObject({ readByPeer: 0 });

    bob.markRead('alice', 1);
    await time.advance(1_000);

    expect(view()).toMatchObject({ readByPeer: 1 });
  });

  it('is seen to have read by a device that opens the conversation later, or was away', async () => {
    const { bob, cloud, device, view, time } = await pair();
    cloud.telling = false;
    bob.markRead('alice', 1);
    await time.advance(1_000);
    expect(view()).toMatchObject({ readByPeer: 0 });

    const phone = await device('alice');
    await phone.open('bob');
    expect(phone.state.conversations['bob']).toMatchObject({ readByPeer: 1 });
    await time.advance(60_000);
    expect(view()).toMatchObject({ readByPeer: 1 });
  });
});

describe('a conversation', () => {
  it('is muted and pinned, and shown above the others while it is pinned', async () => {
    const { alice, time } = await pair();
    await time.advance(1);
    alice.sendMessage('carol', 'hello');
    await time.settle();
    const inbox = () => alice.state.inbox.map(({ peer, muted, pinned }) => [peer, muted, pinned]);

    await alice.updateConversation('bob', { muted: true, pinned: true });
    expect(inbox()).toEqual([
      ['bob', true, true],
      ['carol', false, false],
    ]);
    await alice.updateConversation('bob', { pinned: false });

    expect(inbox()).toEqual([
      ['carol', false, false],
      ['bob', true, false],
    ]);
  });
});
