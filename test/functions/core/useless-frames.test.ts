/** How many frames that do nothing a socket may send. */

import { describe, expect, it } from 'vitest';
import { USELESS_FRAMES_PER_MINUTE, uselessFrames } from '#functions/core/useless-frames.ts';
import { NOW } from '../support/clock.ts';

const MINUTE = 60_000;

function world() {
  const taken = new Map<string, number>();
  const counters = {
    take: async (counter: string, limit: number) => {
      const count = taken.get(counter) ?? 0;
      if (count < limit) taken.set(counter, count + 1);
      return count < limit;
    },
  };
  const instance = () => uselessFrames(counters);
  const allowed = async (count: ReturnType<typeof instance>, frames: number, now = NOW, socket = 'socket') => {
    let within = 0;
    for (let frame = 0; frame < frames; frame++) if (await count(socket, now)) within += 1;
    return within;
  };
  return { taken, instance, allowed };
}

describe('useless frames of a socket', () => {
  it('are thirty in a minute', async () => {
    const { instance, allowed } = world();
    const count = instance();

    expect(await allowed(count, 100)).toBe(USELESS_FRAMES_PER_MINUTE);
    expect(await allowed(count, 100, NOW + MINUTE)).toBe(USELESS_FRAMES_PER_MINUTE);
    expect(await allowed(count, 100, NOW, 'another')).toBe(USELESS_FRAMES_PER_MINUTE);
  });

  it('cost no write where they are as few as those of a page', async () => {
    const { instance, allowed, taken } = world();

    await allowed(instance(), 5);

    expect(taken.size).toBe(0);
  });

  it('are counted over the instances of the function, but for five in each', async () => {
    const { instance, allowed } = world();
    let within = 0;
    for (let each = 0; each < 4; each++) within += await allowed(instance(), 100);

    expect(within).toBe(4 * 5 + USELESS_FRAMES_PER_MINUTE - 5);
  });
});
