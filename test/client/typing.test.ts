/** Who is typing. */

import { describe, expect, it } from 'vitest';
import { pair } from './devices.ts';

describe('a person who types', () => {
  it('is shown as typing until they stop', async () => {
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

  it('is no longer shown as typing when their message comes', async () => {
    const { bob, view, time } = await pair();

    bob.typing('alice');
    bob.sendMessage('alice', 'hello yourself');
    await time.settle();

    expect(view()).toMatchObject({ typing: false, rows: [{}, { body: 'hello yourself' }] });
  });

  it('sends a frame every three seconds at most, however fast they type', async () => {
    const { bob, cloud, time } = await pair();

    for (let i = 0; i < 10; i++) {
      bob.typing('alice');
      await time.advance(500);
    }

    expect(cloud.frames.filter(({ action }) => action === 'typing')).toHaveLength(2);
  });

  it('sends frames also after the clock was set back', async () => {
    const { bob, cloud, time } = await pair();

    bob.typing('alice');
    await time.advance(-24 * 60 * 60_000);
    bob.typing('alice');

    expect(cloud.frames.filter(({ action }) => action === 'typing')).toHaveLength(2);
  });
});
