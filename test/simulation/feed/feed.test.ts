/** The promise of the feed under everything that networks and clouds do, and while its consumer is down. */

import { describe } from 'vitest';
import { itKeepsThePromise } from '../histories.ts';
import { intactFeed } from './mutants.ts';
import { simulateFeed } from './simulate.ts';

describe('while requests are lost, functions die and projections come late, the feed keeps its promise', () => {
  itKeepsThePromise('test/simulation/feed/feed.test.ts', (seed, trace) => simulateFeed(seed, intactFeed, trace));
});
