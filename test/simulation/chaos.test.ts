/** The promise under everything that networks, clouds and phones do. */

import { describe } from 'vitest';
import { itKeepsThePromise } from './histories.ts';
import { chaos } from './profiles.ts';

describe('while requests are lost, functions die and sockets drop, the promise is kept', () => {
  itKeepsThePromise(chaos);
});
