/**
 * The promise of those who watch the feed, while notices are lost, late and doubled, and sockets and pages come and go.
 */

import { describe } from 'vitest';
import { itKeepsThePromise } from '../histories.ts';
import { intactWatching } from './mutants.ts';
import { simulateWatching } from './simulate.ts';

describe('every open list comes to show what it may, and nobody is told of what they do not watch', () => {
  itKeepsThePromise('test/simulation/watch/watch.test.ts', (seed, trace) =>
    simulateWatching(seed, intactWatching, trace),
  );
});
