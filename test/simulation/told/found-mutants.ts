/** The product without one of the defences of telling what saved searches find. The simulation has to notice each. */

import { seenUntil } from '#client/seen-until.ts';
import type { FoundViolation } from './found.ts';
import type { Mutant } from './world.ts';

interface Weak {
  /** A seed that shows it, which is tried before all others. */
  readonly seed?: number;
  readonly mutant: Mutant;
  readonly breaks: FoundViolation;
}

export const foundMutants: Readonly<Record<string, Weak>> = {
  'tells of a found post before it has claimed': {
    breaks: 'twice',
    mutant: {
      tell: (services) => ({
        ...services,
        toldSearches: {
          get: services.toldSearches.get,
          finish: services.toldSearches.finish,
          claim: async (...claim) => {
            await services.toldSearches.claim(...claim);
            return true;
          },
        },
      }),
    },
  },
  'keeps the claim of a found post by a function that died': {
    seed: 32,
    breaks: 'silenced',
    mutant: {
      tell: (services) => ({
        ...services,
        toldSearches: {
          get: services.toldSearches.get,
          finish: services.toldSearches.finish,
          claim: (key, post, readUntil) => services.toldSearches.claim(key, post, readUntil, 0),
        },
      }),
    },
  },
  'takes the newest post that is shown for how far somebody has looked': {
    breaks: 'silenced',
    mutant: { seenUntil: ({ shown, readUntil }) => seenUntil({ shown, readUntil }) },
  },
  'tells of found posts of people who are muted': {
    breaks: 'unwanted',
    mutant: { tell: (services) => ({ ...services, conversations: { get: async () => undefined } }) },
  },
};
