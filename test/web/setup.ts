/** Runs before each file of tests of the page. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// By default `waitFor` and `findBy…` give up after one second, which a busy machine needs for a single look-up by role.
const ASYNC_TIMEOUT_MS = 15_000;

configure({ asyncUtilTimeout: ASYNC_TIMEOUT_MS });

afterEach(cleanup);
