/** Checkpoints of event source mappings. */
import { describe, expect, it } from 'vitest';
import { Checkpoint } from '#local/streams/checkpoint.ts';
import { openTestEngine } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';

describe('the checkpoint of a mapping', () => {
  it('stays at its first position until it advances, even if more records arrived', async () => {
    const store = (await openTestEngine(stackOf())).sublevel('checkpoints');
    const key = 'Mapping/shard';
    await new Checkpoint(store, key).load('5');

    const restarted = new Checkpoint(store, key);
    const before = await restarted.load('9');
    restarted.save(() => ({ through: '7', ahead: ['9'] }));
    await restarted.flush();

    expect(before).toEqual({ through: '5', ahead: [] });
    expect(await new Checkpoint(store, key).load('11')).toEqual({ through: '7', ahead: ['9'] });
  });
});
