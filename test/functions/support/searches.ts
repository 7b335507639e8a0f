/** Saved searches for tests of other things: nobody has any. */

import type { Searches } from '#functions/core/feed/saved-searches.ts';
import type { Seekers } from '#functions/core/feed/seekers.ts';
import type { ToldSearches } from '#functions/core/push/told-searches.ts';

export const noSearches = {
  searches: { get: async () => ({ searches: [], readUntil: undefined, revision: 0 }) } satisfies Pick<Searches, 'get'>,
  seekers: { add: async () => undefined, remove: async () => undefined } satisfies Pick<Seekers, 'add' | 'remove'>,
  toldSearches: {
    get: async () => undefined,
    claim: async () => false,
    finish: async () => undefined,
  } satisfies Pick<ToldSearches, 'get' | 'claim' | 'finish'>,
};
