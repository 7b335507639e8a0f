/** Which Chromium the browser tests use. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Debian's package first, since it needs no download; else Playwright's own; undefined if neither is installed. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()].find((path) =>
  existsSync(path),
);
