/** Removing files: of deleted messages, and what no message has. */

import { describe, expect, it, vi } from 'vitest';
import { messageId } from '#contract/message-id.ts';
import { apply } from '#functions/core/apply.ts';
import { DAY_MS, filesWorld } from '../../support/files-world.ts';

const FIVE_DAYS_MS = 5 * DAY_MS;
const HOUR_MS = 60 * 60_000;

describe('a deleted message', () => {
  it('keeps no name, type or size, and the keys until the files are gone', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice', 'hello', { name: 'secret.png' });
    const { message } = await world.send([id]);

    await world.remove('alice', message);

    const tombstone = world.log.find(message);
    expect(tombstone).not.toHaveProperty('attachments');
    expect(JSON.stringify(tombstone)).not.toMatch(/secret|image/);
    expect(tombstone).toHaveProperty('files');
    await world.consume();
    expect(world.log.find(message)).not.toHaveProperty('files');
    expect(world.kept()).toEqual([]);
  });

  it('loses its files by the sweep, where the consumer has given up', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    await world.remove('alice', message);

    await world.sweep(2 * 60 * 60_000);

    expect(world.kept()).toEqual([]);
    expect(world.log.find(message)).not.toHaveProperty('files');
  });

  it('loses them once more, where a late copy has come after the consumer', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    const [file = ''] = message.files ?? [];
    await world.remove('alice', message);
    await world.consume();
    world.files.put(file, 'image/png', 'hello');

    await world.sweep(2 * 60 * 60_000);

    expect(world.kept()).toEqual([]);
  });

  it('loses them by the sweep, where the bucket fails: the stream goes on without it', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    const { remove } = world.files;
    world.files.remove = () => Promise.reject(new Error('S3 does not answer.'));
    await world.remove('alice', message);

    expect((await world.consume()).size).toBe(0);
    expect(world.log.headSeqs.get(message.conversation)).toBe(2);
    expect(world.kept()).toEqual(['hello']);
    expect(await world.sweep(2 * HOUR_MS)).toBe(1);
    world.files.remove = remove;
    expect(await world.sweep(0)).toBe(0);

    expect(world.kept()).toEqual([]);
    expect(world.log.find(message)).not.toHaveProperty('files');
  });

  it('loses them by the sweep, where the deletion is applied only long after it was stored', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    const { applyDeletion } = world.log;
    const dies = () => Promise.reject(new Error('The function died.'));
    Object.assign(world.log, { applyDeletion: dies });
    await expect(world.remove('alice', message)).rejects.toThrow('died');

    await world.sweep(2 * HOUR_MS);
    expect(world.kept()).toEqual(['hello']);
    Object.assign(world.log, { applyDeletion });
    const [, deletion] = world.log.entries;
    if (deletion) await apply(deletion, world.log);
    await world.sweep(2 * HOUR_MS);

    expect(world.kept()).toEqual([]);
    expect(world.dueTasks.tasks.size).toBe(1);
  });

  it('keeps its files where the deletion was noted and never stored', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    world.log.beforePut = () => {
      throw new Error('The function died.');
    };
    await expect(world.remove('alice', message)).rejects.toThrow('died');

    await world.sweep(2 * 60 * 60_000);

    expect(world.kept()).toEqual(['hello']);
  });
});

describe('the sweep', () => {
  it('never takes a stored message its file, although the consumer has not come', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);

    await world.sweep(FIVE_DAYS_MS);
    await world.consume();

    expect(world.kept()).toEqual(['hello']);
    expect(await world.links('bob', messageId(message))).toHaveLength(1);
    expect(world.attachments.rows.size).toBe(0);
  });

  it('finds the message behind any number of others', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    world.log.beforePut = async () => {
      world.log.beforePut = () => undefined;
      for (let i = 0; i < 150; i++)
        await world.send([], {
          attachments: undefined,
          body: 'Hi',
          sender: 'bob',
          recipient: 'alice',
          after: undefined,
        });
    };
    await world.send([id]);

    await world.sweep(FIVE_DAYS_MS);

    expect(world.kept()).toEqual(['hello']);
  });

  it('removes the copies of a message that was never stored', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    world.log.beforePut = () => {
      throw new Error('The function died.');
    };
    await expect(world.send([id])).rejects.toThrow('died');

    await world.sweep(DAY_MS);
    expect(world.kept()).toEqual(['hello']);
    await world.sweep(FIVE_DAYS_MS);

    expect(world.kept()).toEqual([]);
    expect(world.attachments.rows.size).toBe(0);
    expect(world.dueTasks.tasks.size).toBe(0);
  });

  it('goes on past a task that fails, and does it the next time', async () => {
    const world = filesWorld();
    for (const owner of ['alice', 'bob', 'carol']) await world.begin(owner);
    const list = world.attachments.list.bind(world.attachments);
    world.attachments.list = async (owner) => (owner === 'bob' ? Promise.reject(new Error('Throttled')) : list(owner));

    expect(await world.sweep(FIVE_DAYS_MS)).toBe(1);
    expect([...world.dueTasks.tasks.values()]).toMatchObject([{ owner: 'bob' }]);
    world.attachments.list = list;
    expect(await world.sweep(0)).toBe(0);
    expect(world.dueTasks.tasks.size).toBe(0);
  });

  it('reads a log once for a message, and no further than the message can be', async () => {
    const world = filesWorld();
    const ids = [(await world.upload('alice')).id, (await world.upload('alice')).id];
    await world.send(ids);
    world.clock.time += 3 * HOUR_MS;
    await world.chat(1_000);
    world.log.calls.entriesFrom = 0;

    await world.sweep(FIVE_DAYS_MS);

    expect(world.log.calls.entriesFrom).toBe(1);
    expect(world.kept()).toEqual(['hello', 'hello']);
    expect(world.attachments.rows.size).toBe(0);
  });

  it('reads no log for what is known to be kept', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    await world.send([id]);
    await world.consume();
    for (const [key, { expiresAt: _, ...row }] of world.attachments.rows) world.attachments.rows.set(key, row);
    world.log.calls.entriesFrom = 0;

    await world.sweep(FIVE_DAYS_MS);

    expect(world.log.calls.entriesFrom).toBe(0);
    expect(world.kept()).toEqual(['hello']);
  });

  it('searches a log of any length in the end: each turn goes on where the last one ended', async () => {
    const world = filesWorld();
    const kept = await world.upload('alice', 'kept');
    const { message } = await world.send([kept.id]);
    const stray = await world.upload('alice', 'stray');
    world.log.beforePut = () => {
      throw new Error('The function died.');
    };
    await expect(world.send([stray.id])).rejects.toThrow('died');
    world.log.beforePut = () => undefined;
    await world.chat(1_000);
    // Each read takes longer than a turn.
    const { entriesFrom } = world.log;
    world.log.entriesFrom = (...given) => {
      world.clock.time += 21_000;
      return entriesFrom.apply(world.log, given);
    };
    world.log.calls.entriesFrom = 0;

    await world.sweep(FIVE_DAYS_MS);
    for (let turn = 0; turn < 10; turn++) await world.sweep(1);

    expect(world.dueTasks.tasks.size).toBe(0);
    expect(world.kept()).toEqual(['kept']);
    expect(world.log.find(message)).toHaveProperty('attachments');
    // A thousand entries in pages of 200, the first of them once more for the other message.
    expect(world.log.calls.entriesFrom).toBeLessThanOrEqual(7);
  });

  it('keeps what an earlier turn has found', async () => {
    const world = filesWorld();
    const { id } = await world.upload('alice');
    const { message } = await world.send([id]);
    // An attempt before this one has left a copy.
    for (const [key, row] of world.attachments.rows) {
      world.files.put('kept/stray', 'image/png', 'stray');
      world.attachments.rows.set(key, { ...row, files: new Set([...(row.files ?? []), 'kept/stray']) });
    }
    await world.chat(500);
    const { entriesFrom } = world.log;
    world.log.entriesFrom = (...given) => {
      world.clock.time += 21_000;
      return entriesFrom.apply(world.log, given);
    };

    await world.sweep(FIVE_DAYS_MS);
    for (let turn = 0; turn < 5; turn++) await world.sweep(1);

    expect(world.kept()).toEqual(['hello']);
    expect(world.log.find(message)).toHaveProperty('attachments');
    expect(world.dueTasks.tasks.size).toBe(0);
  });

  it('does what others wait for first, where one person needs more than a turn', async () => {
    const world = filesWorld();
    for (const owner of ['alice', 'bob']) {
      const { id } = await world.upload(owner, owner);
      world.log.beforePut = () => {
        throw new Error('The function died.');
      };
      const recipient = owner === 'alice' ? 'bob' : 'carol';
      await expect(world.send([id], { sender: owner, recipient })).rejects.toThrow('died');
      world.log.beforePut = () => undefined;
    }
    await world.chat(2_000);
    const { entriesFrom } = world.log;
    const removed: string[] = [];
    const { remove } = world.files;
    world.files.remove = async (key) => {
      removed.push(world.files.objects.get(key)?.content ?? '');
      await remove(key);
    };
    // The first read of alice's log takes longer than a turn.
    let pages = 0;
    world.log.entriesFrom = (...given) => {
      if (given[0] === 'alice~bob' && pages++ < 1) world.clock.time += 21_000;
      return entriesFrom.apply(world.log, given);
    };

    expect(await world.sweep(FIVE_DAYS_MS)).toBe(0);
    expect(removed).toEqual(['bob']);
    await world.sweep(1);

    expect(removed).toEqual(['bob', 'alice']);
    expect(world.dueTasks.tasks.size).toBe(0);
  });
});
