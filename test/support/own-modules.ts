/** Runs before each file of `fresh`: the files of a worker share packages, but none of the project's modules. */

import { afterAll, vi } from 'vitest';

vi.resetModules();

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
