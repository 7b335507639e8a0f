/** Whatever a network, a cloud and a phone do. */

import { describe } from 'vitest';
import { itKeepsThePromise } from './histories.ts';
import { chaos } from './profiles.ts';

describe('amid lost requests, dying functions and dropped sockets, the promise is kept', () => {
  itKeepsThePromise(chaos);
});
