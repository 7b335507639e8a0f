/** What is promised of pictures, under everything that networks, clouds and phones do. */

import { describe } from 'vitest';
import { itKeepsThePromise } from '../histories.ts';
import { intactFiles } from './mutants.ts';
import { simulateFiles } from './simulate.ts';

describe('while uploads are lost, functions die and days pass, pictures stay with their messages', () => {
  itKeepsThePromise('test/simulation/files/files.test.ts', (seed, trace) => simulateFiles(seed, intactFiles, trace));
});
