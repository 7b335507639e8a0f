/** The page in Chromium, against the whole local cloud. */
import { existsSync } from 'node:fs';
import { chromium, defineConfig } from '@playwright/test';

/** Debian's package first, since it needs no download; else Playwright's own. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()].find((path) =>
  existsSync(path),
);
if (!executablePath) {
  console.error(
    'The browser tests need Chromium. Get it with `apt-get install chromium` or `npx playwright install chromium`.',
  );
  process.exit(1);
}
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: './cloud.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
