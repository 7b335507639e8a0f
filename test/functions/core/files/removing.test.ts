/** Removing files: of deleted messages, and what no message has. */

import { describe, expect, it } from 'vitest';
import { messageId } from '#contract/message-id.ts';
import { DAY_MS, filesWorld } from '../../support/files-world.ts';

const FOUR_DAYS_MS = 5 * DAY_MS;

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

    await world.sweep(FOUR_DAYS_MS);
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

    await world.sweep(FOUR_DAYS_MS);

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
    await world.sweep(FOUR_DAYS_MS);

    expect(world.kept()).toEqual([]);
    expect(world.attachments.rows.size).toBe(0);
    expect(world.dueTasks.tasks.size).toBe(0);
  });

  it('goes on past a task that fails, and does it the next time', async () => {
    const world = filesWorld();
    for (const owner of ['alice', 'bob', 'carol']) await world.begin(owner);
    const list = world.attachments.list.bind(world.attachments);
    world.attachments.list = async (owner) => (owner === 'bob' ? Promise.reject(new Error('Throttled')) : list(owner));

    expect(await world.sweep(FOUR_DAYS_MS)).toBe(1);
    expect([...world.dueTasks.tasks.values()]).toMatchObject([{ owner: 'bob' }]);
    world.attachments.list = list;
    expect(await world.sweep(0)).toBe(0);
    expect(world.dueTasks.tasks.size).toBe(0);
  });
});
