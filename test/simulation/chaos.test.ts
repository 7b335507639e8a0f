/**
 * The promise under everything that networks, clouds and phones do. In every second history, entries travel in their
 * announcement.
 */

import { describe } from 'vitest';
import { itKeepsThePromise } from './histories.ts';
import { intact } from './mutants.ts';
import { chaos } from './profiles.ts';
import { SENDS, simulate } from './simulate.ts';

describe('while requests are lost, functions die and sockets drop, the promise is kept', () => {
  itKeepsThePromise('test/simulation/chaos.test.ts', (seed, trace) =>
    simulate({
      seed,
      profile: { ...chaos, ...(seed % 2 === 0 && { inline: true }) },
      mutant: intact,
      sends: SENDS,
      trace,
    }),
  );
});
