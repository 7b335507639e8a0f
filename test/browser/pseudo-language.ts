/**
 * A language from right to left that is made of the English texts: the letters of each word stand in reverse order.
 * It is for tests alone: a window gets it in the place of the file of Turkish texts, and the page knows nothing of it.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';

const WORDS = fileURLToPath(new URL('../../web/src/words', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** The names of all rooms of texts. */
export const roomNames: readonly string[] = readdirSync(`${WORDS}/tr`)
  .filter((file) => file !== 'catalog.ts')
  .map((file) => file.replace(/\.ts$/, ''));

/** Returns the catalog as a script, as `web/src/words/tr/catalog.ts` is one in a build of the page. */
async function pseudoCatalog(): Promise<string> {
  const imports = roomNames.map((room, index) => `import * as room${index} from '#web/src/words/${room}.ts';`);
  const rooms = roomNames.map((room, index) => `'${room}': mirrored(Object.values(room${index})[0])`);
  const entry = [
    `import { mirrored } from './mirrored.ts';`,
    ...imports,
    // A language that has this direction, for dates and numbers.
    `export const turkish = { language: 'ar-XB', direction: 'rtl', rooms: { ${rooms.join(', ')} } };`,
  ].join('\n');
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: HERE, loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Shows the page in the chosen language from its next load on. */
export async function speakTurkish(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('language', 'tr'));
}

/** Shows the page from right to left from its next load on. */
export async function speakFromRightToLeft(page: Page): Promise<void> {
  const body = await pseudoCatalog();
  await page.route('**/assets/catalog-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await speakTurkish(page);
}
