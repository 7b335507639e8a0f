/** Offers, requests, promises and thanks under everything that networks and clouds do. */

import { describe } from 'vitest';
import { itKeepsThePromise } from '../histories.ts';
import { intactHelp } from './mutants.ts';
import { simulateHelp } from './simulate.ts';

describe('while requests are lost, functions die and consumers are late, help is offered once and told to few', () => {
  itKeepsThePromise('test/simulation/help/help.test.ts', (seed, trace) => simulateHelp(seed, intactHelp, trace));
});
