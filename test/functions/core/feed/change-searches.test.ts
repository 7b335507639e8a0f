/** Saving searches while the same person saves others. */

import { expect, it } from 'vitest';
import { deleteSearch, saveSearch } from '#functions/core/feed/change-searches.ts';

const search = { id: '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e', name: 'Bikes', words: 'bike' };
const nothing = async (): Promise<undefined> => undefined;
const services = {
  searches: {
    get: async () => ({ searches: [search], revision: 1, readUntil: 1 }),
    save: async () => false,
    advance: nothing,
  },
  seekers: { add: nothing, remove: nothing, readAlong: nothing },
  devices: { reachable: async () => new Set<string>() },
  clock: { now: () => 1, random: () => 0, sleep: nothing },
};

it('that goes on and on is no failure of ours: it is refused for a second', async () => {
  const busy = { code: 'too-many-requests', retryAfter: 1 };

  await expect(saveSearch(services as never, 'ann', search as never)).rejects.toMatchObject(busy);
  await expect(deleteSearch(services as never, 'ann', search.id)).rejects.toMatchObject(busy);
});
