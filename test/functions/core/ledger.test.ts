/** What is taken away for good is noted in the ledger, which a restore reads. */

import { describe, expect, it } from 'vitest';
import { block, unblock } from '#functions/core/block.ts';
import { deleteAccount } from '#functions/core/delete-account.ts';
import { changes } from '../support/changes.ts';
import { manualClock } from '../support/clock.ts';
import { World } from '../support/deletion-world.ts';
import { message } from '../support/entries.ts';
import { MemoryInbox } from '../support/memory-inbox.ts';

describe('the ledger', () => {
  it('has each deletion of a message once, with its generation and who deleted it', async () => {
    const world = changes(message('One'), message('Two'));

    await world.deleting();
    await world.deleting();
    await world.moderating({ position: { conversation: 'alice~bob', seq: 2 } });

    const act = { kind: 'deleted-message', conversation: 'alice~bob', generation: 1 };
    expect(world.ledger.acts).toEqual([
      { ...act, seq: 1, by: 'sender' },
      { ...act, seq: 2, by: 'moderator' },
    ]);
  });

  it('has no deletion that is refused', async () => {
    const world = changes(message('One'));

    await expect(world.deleting({ person: 'bob' })).rejects.toMatchObject({ code: 'not-yours' });

    expect(world.ledger.acts).toEqual([]);
  });

  it('has a block before it is done, and its end once it is done: a restore rather blocks', async () => {
    const done: string[] = [];
    const note = (name: string) => async () => {
      done.push(name);
      return undefined;
    };
    const services = {
      users: { get: async (username: string) => ({ username, displayName: username, createdAt: 0 }) },
      conversations: { block: note('blocked'), unblock: note('unblocked'), setListed: async () => true },
      inboxIndex: new MemoryInbox(),
      ledger: { note: async (act: object) => void done.push(JSON.stringify(act)) },
      clock: manualClock(),
    };

    await block(services, 'alice', 'bob');
    await unblock(services, 'alice', 'bob');

    const act = (blocked: boolean) => JSON.stringify({ kind: 'block', person: 'alice', peer: 'bob', blocked });
    expect(done).toEqual([act(true), 'blocked', 'unblocked', act(false)]);
  });

  it('has a deletion of an account that was begun, no matter which function finishes it', async () => {
    const world = new World();
    world.steps = 1;
    await deleteAccount(world.services, 'alice', 'password', undefined).catch(() => undefined);
    expect(world.ledger.acts).toEqual([]);

    world.steps = Infinity;
    world.deletions.set('alice', { username: 'alice', at: world.clock.time });
    await world.sweep();

    expect(world.ledger.acts).toEqual([{ kind: 'deleted-account', username: 'alice' }]);
  });
});
