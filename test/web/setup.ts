/** Runs before each file of tests of the page. Files share a window and packages, but none of the page's modules. */
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, vi } from 'vitest';

// By default `waitFor` and `findBy…` give up after one second, which a busy machine needs for a single look-up by role.
const ASYNC_TIMEOUT_MS = 60_000;

configure({ asyncUtilTimeout: ASYNC_TIMEOUT_MS });
vi.resetModules();

afterEach(cleanup);

/** The window is empty for the next file. Packages such as the router have bound to it, so it has to stay. */
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
  document.head.replaceChildren();
  document.body.replaceChildren();
  for (const element of [document.documentElement, document.body])
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
  // A download takes happy-dom to its blob, from where the page's history leads nowhere.
  (window as unknown as { readonly happyDOM: { setURL(url: string): void } }).happyDOM.setURL('http://localhost:3000/');
});
