/** Nothing drops, and so nothing is healed by connecting again. */

import { describe } from 'vitest';
import { itKeepsThePromise } from './histories.ts';
import { quiet } from './profiles.ts';

describe('while no socket drops and no request is lost, the promise is kept', () => {
  itKeepsThePromise(quiet);
});
