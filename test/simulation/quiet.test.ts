/** The promise while nothing drops, so that no reconnect repairs anything. */

import { describe } from 'vitest';
import { itKeepsThePromise } from './histories.ts';
import { quiet } from './profiles.ts';

describe('while no socket drops and no request is lost, the promise is kept', () => {
  itKeepsThePromise(quiet);
});
