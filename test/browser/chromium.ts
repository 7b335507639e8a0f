/** Finds the Chromium that the browser tests use. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/**
 * Debian's package comes first, since it needs no download, then Playwright's own. Undefined if neither is
 * installed.
 */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()].find((path) =>
  existsSync(path),
);
