/** The promise while nothing drops, so that no reconnect repairs anything. */

import { describe } from 'vitest';
import { itKeepsThePromise } from './histories.ts';
import { intact } from './mutants.ts';
import { quiet } from './profiles.ts';
import { SENDS, simulate } from './simulate.ts';

describe('while no socket drops and no request is lost, the promise is kept', () => {
  itKeepsThePromise('test/simulation/quiet.test.ts', (seed, trace) =>
    simulate({ seed, profile: quiet, mutant: intact, sends: SENDS, trace }),
  );
});
